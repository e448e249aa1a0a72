"""Papers of aid: the list on which a parcel is signed for."""

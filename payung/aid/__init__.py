"""Who received which parcel?"""

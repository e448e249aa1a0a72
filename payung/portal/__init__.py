"""The public: the page behind a card, checking one's cover, what to do after an accident."""

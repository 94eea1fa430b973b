"""Read figures and events out of articles, without a network, a clock or a model."""

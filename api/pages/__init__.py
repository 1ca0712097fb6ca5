"""Pages: the answers that take more than one read, put together as a reader meets them."""

"""The pages: one navigation, one template root, one static root."""

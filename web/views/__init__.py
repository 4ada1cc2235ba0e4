"""The pages. A view gets what it shows through a selector and renders it."""

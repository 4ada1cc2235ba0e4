"""What the product costs, beside what others take for the same: ``make bench``."""

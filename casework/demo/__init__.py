"""演示站: a station at work on the day it is loaded, told through the services alone.

Everybody in it is invented. Dates are counted back from today in working days, so that the desk
always shows something returned, something due and something late.
"""

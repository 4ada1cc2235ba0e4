"""placeholder"""
from django.views.generic import View
class StepView(View):
    pass

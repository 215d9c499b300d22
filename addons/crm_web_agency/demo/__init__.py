from . import agency_demo

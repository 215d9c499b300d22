from . import xlsx_register  # isort: skip  (base of the registers below)
from . import xlsx_act_register, xlsx_order_register, xlsx_receivables

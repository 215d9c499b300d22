"""The twelve services of the agency: what they cost, take and deliver."""

from typing import NamedTuple

from .texts import Text

__all__ = ["JOBS", "SERVICES", "Job", "Service"]


class Job(NamedTuple):
    """A job position; ``cost`` and ``price`` of an hour in hryvnias."""

    name: Text
    cost: int
    price: int


class Service(NamedTuple):
    """A service of the catalogue.

    ``price`` in hryvnias for one ``unit`` (service, hour or month); ``hours`` are the likely
    hours by job position; ``stages`` are the milestones with their shares in per cent.
    """

    name: Text
    model: str
    unit: str
    price: int
    hours: dict[str, int]
    stages: tuple[tuple[Text, int], ...]
    deliverables: Text
    colour: str


JOBS = {
    "director": Job(Text("Director", "Директор"), 620, 1900),
    "manager": Job(Text("Account manager", "Менеджер з роботи з клієнтами"), 330, 950),
    "lead": Job(Text("Project manager", "Керівник проєктів"), 400, 1150),
    "developer": Job(Text("Web developer", "Веброзробник"), 460, 1250),
    "front": Job(Text("Front-end developer", "Фронтенд-розробник"), 380, 1050),
    "designer": Job(Text("UX/UI designer", "UX/UI-дизайнер"), 350, 1000),
    "accountant": Job(Text("Accountant", "Бухгалтер"), 300, 700),
}

_START = Text("Structure and prototype", "Структура й прототип")
_DESIGN = Text("Design approved", "Дизайн затверджено")
_BUILD = Text("Site built and filled", "Сайт зверстано й наповнено")
_LAUNCH = Text("Launch and handover", "Запуск і передача")

SERVICES = {
    "landing": Service(
        Text("Landing page", "Односторінковий сайт (лендінг)"), "fixed", "service", 42000,
        {"designer": 10, "front": 14, "developer": 6, "lead": 4},
        ((_DESIGN, 40), (_LAUNCH, 60)),
        Text("Design of one page, adaptive layout, form of enquiry, analytics, a month of warranty",
             "Дизайн однієї сторінки, адаптивна верстка, форма заявки, аналітика, місяць гарантії"),
        "#2a9d8f",
    ),
    "corporate": Service(
        Text("Corporate website", "Корпоративний сайт"), "fixed", "service", 128000,
        {"designer": 26, "front": 36, "developer": 34, "lead": 12},
        ((_START, 20), (_DESIGN, 30), (_BUILD, 30), (_LAUNCH, 20)),
        Text("Up to 15 page types, content management, two languages, training of editors",
             "До 15 типів сторінок, керування вмістом, дві мови, навчання редакторів"),
        "#264653",
    ),
    "store": Service(
        Text("Online store", "Інтернет-магазин"), "fixed", "service", 265000,
        {"designer": 44, "front": 70, "developer": 84, "lead": 24},
        ((_START, 20), (_DESIGN, 25), (_BUILD, 35), (_LAUNCH, 20)),
        Text("Catalogue with filters, basket, payment and delivery services, customer account",
             "Каталог із фільтрами, кошик, сервіси оплати й доставки, кабінет покупця"),
        "#e76f51",
    ),
    "design": Service(
        Text("UX/UI design", "UX/UI-дизайн"), "fixed", "service", 52000,
        {"designer": 40, "lead": 5},
        ((Text("Prototype approved", "Прототип погоджено"), 50), (Text("Layouts handed over", "Макети передано"), 50)),
        Text("User paths, clickable prototype, layouts for three widths, style guide",
             "Шляхи користувачів, клікабельний прототип, макети для трьох ширин, посібник стилю"),
        "#f4a261",
    ),
    "identity": Service(
        Text("Logo and identity", "Логотип і фірмовий стиль"), "fixed", "service", 34000,
        {"designer": 26, "lead": 3},
        ((Text("Concept chosen", "Концепцію обрано"), 40), (Text("Brand book handed over", "Брендбук передано"), 60)),
        Text("Three concepts, vector files, colours and fonts, brand book",
             "Три концепції, векторні файли, кольори й шрифти, брендбук"),
        "#e9c46a",
    ),
    "integration": Service(
        Text("Integration with an accounting system", "Інтеграція з обліковою системою"), "fixed", "service", 72000,
        {"developer": 48, "lead": 8},
        ((Text("Exchange agreed and tested", "Обмін погоджено й перевірено"), 50),
         (Text("Put into operation", "Введено в роботу"), 50)),
        Text("Exchange of goods, stocks and orders on a schedule, journal of errors",
             "Обмін товарами, залишками й замовленнями за розкладом, журнал помилок"),
        "#457b9d",
    ),
    "audit": Service(
        Text("Speed and security audit", "Аудит швидкості та безпеки"), "fixed", "service", 24000,
        {"developer": 14, "front": 5, "lead": 2},
        ((Text("Report handed over", "Звіт передано"), 100),),
        Text("Report with measurements, list of faults by weight, plan of work",
             "Звіт із вимірами, перелік вад за вагою, план робіт"),
        "#6d597a",
    ),
    "development": Service(
        Text("Web development by the hour", "Веброзробка погодинно"), "time_material", "hour", 1200,
        {"developer": 1}, (),
        Text("Work in agreed tasks, report of hours", "Роботи за погодженими задачами, звіт про години"),
        "#1d3557",
    ),
    "design_hours": Service(
        Text("Design by the hour", "Дизайн погодинно"), "time_material", "hour", 1000,
        {"designer": 1}, (),
        Text("Banners, pages, presentations", "Банери, сторінки, презентації"),
        "#ffb4a2",
    ),
    "support": Service(
        Text("Technical support", "Технічна підтримка"), "retainer", "hour", 1050,
        {"developer": 1}, (),
        Text("Hours prepaid for a month, answer within 4 working hours",
             "Передплачені години на місяць, відповідь за 4 робочі години"),
        "#588157",
    ),
    "promotion": Service(
        Text("Search promotion", "Пошукове просування (SEO)"), "retainer", "hour", 900,
        {"front": 1}, (),
        Text("Monthly plan of work, positions and traffic report",
             "Щомісячний план робіт, звіт про позиції та відвідуваність"),
        "#bc6c25",
    ),
    "hosting": Service(
        Text("Hosting and domain care", "Догляд за хостингом і доменом"), "retainer", "month", 2400,
        {"developer": 1}, (),
        Text("Hosting, backup copies, certificate, domain renewal",
             "Хостинг, резервні копії, сертифікат, подовження домену"),
        "#669bbc",
    ),
}  # fmt: skip

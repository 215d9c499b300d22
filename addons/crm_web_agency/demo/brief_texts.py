"""What clients of the demonstration are asked before a service is offered, and how some have answered."""

from typing import NamedTuple

from .texts import Text

__all__ = ["QUESTIONS", "Question"]


class Question(NamedTuple):
    """A question of a service.

    ``category`` is a key of the requirement categories: with one, the answer makes a need of its own.
    ``answer`` is what the demonstration's clients say, in the form in which it is stored.
    """

    name: Text
    kind: str
    answer: Text | str = ""
    choices: Text | None = None
    help: Text | None = None
    required: bool = False
    fills: str = ""
    category: str = ""
    priority: str = "should"
    need: Text | None = None


_BUDGET = Question(
    Text("What budget do you expect?", "На який бюджет ви розраховуєте?"),
    "number",
    "90000",
    help=Text("Without tax; an order of magnitude is enough.", "Без податків; досить порядку суми."),
    fills="budget",
)
_WANTED = Question(
    Text("By when should it be ready?", "До якого дня має бути готово?"), "date", required=True, fills="wanted_date"
)
_DONE = Question(
    Text("How will you know that it is a success?", "Як ви зрозумієте, що все вдалося?"),
    "long_text",
    Text("At least 40 enquiries a month from the page", "Щонайменше 40 звернень на місяць зі сторінки"),
    fills="acceptance_criteria",
)
_FILES = Question(
    Text("Logo, brand book, texts and pictures that you have", "Логотип, брендбук, тексти й світлини, які у вас є"),
    "file",
)
_LIKED = Question(
    Text("Which sites do you like, and what about them?", "Які сайти вам подобаються і чим саме?"),
    "long_text",
    Text("The site of our neighbours: short and with prices", "Сайт сусідів: коротко і з цінами"),
)

QUESTIONS = {
    "landing": (
        Question(
            Text("What should visitors do on the page?", "Що мають зробити відвідувачі на сторінці?"), "choice",
            Text("Leave a phone number", "Залишити номер телефону"), required=True,
            choices=Text("Leave a phone number\nCall\nBuy\nSign up for an event",
                         "Залишити номер телефону\nЗателефонувати\nКупити\nЗаписатися на подію"),
        ),
        Question(
            Text("What do you offer, and to whom?", "Що ви пропонуєте і кому?"), "long_text",
            Text("Repair of flats for families in Kyiv", "Ремонт квартир для родин у Києві"), required=True,
        ),
        Question(
            Text("Languages of the page", "Мови сторінки"), "choices",
            Text("Ukrainian\nEnglish", "Українська\nАнглійська"),
            choices=Text("Ukrainian\nEnglish\nPolish\nGerman", "Українська\nАнглійська\nПольська\nНімецька"),
        ),
        Question(
            Text("Shall we write the texts?", "Чи потрібно, щоб тексти написали ми?"), "yes_no", "yes",
            category="content", need=Text("Texts of the page", "Тексти для сторінки"),
        ),
        _LIKED, _FILES, _DONE, _BUDGET, _WANTED,
    ),
    "corporate": (
        Question(
            Text("Which sections does the site need?", "Які розділи потрібні на сайті?"), "long_text",
            Text("About us, services, projects, vacancies, contacts", "Про нас, послуги, проєкти, вакансії, контакти"),
            required=True,
        ),
        Question(Text("Have you got a site now?", "Чи є у вас сайт зараз?"), "text",
                 Text("Yes, made in 2016", "Так, зроблений 2016 року")),
        Question(Text("Must the contents of the old site be moved?", "Чи треба перенести вміст старого сайту?"),
                 "yes_no", "yes", category="content", priority="must",
                 need=Text("Move the contents of the old site", "Перенести вміст старого сайту")),
        _LIKED, _FILES, _DONE, _BUDGET, _WANTED,
    ),
    "store": (
        Question(Text("How many goods will there be?", "Скільки товарів буде в магазині?"), "number", "1200",
                 required=True),
        Question(
            Text("How will buyers pay?", "Як платитимуть покупці?"), "choices",
            Text("Card\nOn delivery", "Карткою\nПісляплатою"), required=True,
            choices=Text("Card\nOn delivery\nBy invoice\nIn parts",
                         "Карткою\nПісляплатою\nЗа рахунком\nЧастинами"),
        ),
        Question(
            Text("How will goods be delivered?", "Як доставлятимуться товари?"), "choices",
            Text("Nova Poshta", "Нова пошта"),
            choices=Text("Nova Poshta\nUkrposhta\nCourier\nOwn pick-up point",
                         "Нова пошта\nУкрпошта\nКур'єр\nСамовивіз"),
        ),
        Question(
            Text("With which accounting system must it exchange goods and orders?",
                 "З якою обліковою системою обмінюватися товарами й замовленнями?"),
            "text", Text("BAS Trade", "BAS Торгівля"), category="integration", priority="must",
            need=Text("Exchange with the accounting system", "Обмін з обліковою системою"),
        ),
        Question(Text("Do you need promotion in search engines?", "Чи потрібне просування в пошукових системах?"),
                 "yes_no", "no", category="promotion", priority="could",
                 need=Text("Promotion of the shop", "Просування магазину")),
        _LIKED, _FILES, _DONE, _BUDGET, _WANTED,
    ),
    "identity": (
        Question(Text("What does your organisation do?", "Чим займається ваша організація?"), "long_text",
                 Text("We bake bread in the centre of Lviv", "Печемо хліб у центрі Львова"), required=True),
        Question(Text("Which colours must not be used?", "Яких кольорів слід уникати?"), "text",
                 Text("Black", "Чорного")),
        _LIKED, _FILES, _BUDGET, _WANTED,
    ),
    "promotion": (
        Question(Text("Address of the site", "Адреса сайту"), "text", "https://shop.example", required=True),
        Question(Text("In which regions are your buyers?", "У яких областях ваші покупці?"), "text",
                 Text("All Ukraine", "Уся Україна")),
        Question(Text("Who are your main competitors?", "Хто ваші головні конкуренти?"), "long_text",
                 Text("Two shops of the same town", "Два магазини того самого міста")),
        _BUDGET,
    ),
}  # fmt: skip

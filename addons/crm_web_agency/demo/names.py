"""Names of clients and people; all made up, with domains reserved for examples (RFC 2606)."""

from typing import NamedTuple

from .texts import Text

__all__ = ["CITIES", "CLIENTS", "FIRST_NAMES", "LAST_NAMES", "ClientName"]


class ClientName(NamedTuple):
    """A client: ``kind`` is company, trader, person or foreign; ``size`` 1 (small) to 3 (large)."""

    name: Text
    kind: str
    domain: str
    segment: str
    city: str
    size: int


def _client(english, ukrainian, kind, domain, segment, city, size):
    return ClientName(Text(english, ukrainian), kind, f"{domain}.example", segment, city, size)


CITIES = {
    "kyiv": (Text("Kyiv", "Київ"), Text("Sadova St.", "вул. Садова"), "01001"),
    "lviv": (Text("Lviv", "Львів"), Text("Lypova St.", "вул. Липова"), "79000"),
    "dnipro": (Text("Dnipro", "Дніпро"), Text("Naberezhna St.", "вул. Набережна"), "49000"),
    "odesa": (Text("Odesa", "Одеса"), Text("Morska St.", "вул. Морська"), "65000"),
    "kharkiv": (Text("Kharkiv", "Харків"), Text("Universytetska St.", "вул. Університетська"), "61000"),
    "vinnytsia": (Text("Vinnytsia", "Вінниця"), Text("Yabluneva St.", "вул. Яблунева"), "21000"),
    "poltava": (Text("Poltava", "Полтава"), Text("Vyshneva St.", "вул. Вишнева"), "36000"),
    "frankivsk": (Text("Ivano-Frankivsk", "Івано-Франківськ"), Text("Zatyshna St.", "вул. Затишна"), "76000"),
    "warsaw": (Text("Warsaw", "Варшава"), Text("ul. Przykładowa", "ul. Przykładowa"), "00-001"),
    "berlin": (Text("Berlin", "Берлін"), Text("Musterstraße", "Musterstraße"), "10115"),
}

# The first two are the clients of the portal logins client1 and client2.
CLIENTS = (
    _client("Medobir LLC", "ТОВ «Медобір»", "company", "medobir", "retail", "kyiv", 3),
    _client("Zelenbud LLC", "ТОВ «Зеленбуд»", "company", "zelenbud", "construction", "lviv", 3),
    _client("Yaskravo Print LLC", "ТОВ «Яскраво Друк»", "company", "yaskravo-druk", "manufacturing", "kyiv", 3),
    _client("Dobrokosh LLC", "ТОВ «Доброкош»", "company", "dobrokosh", "retail", "dnipro", 3),
    _client("Kryla Logistics LLC", "ТОВ «Крила Логістик»", "company", "kryla-lohistyk", "services", "odesa", 3),
    _client("Agrolan Plus LLC", "ТОВ «Агролан Плюс»", "company", "ahrolan", "manufacturing", "poltava", 3),
    _client("Smachnyi Dvir LLC", "ТОВ «Смачний Двір»", "company", "smachnyi-dvir", "food", "vinnytsia", 2),
    _client("Tekhnosvit Pro LLC", "ТОВ «Техносвіт Про»", "company", "tekhnosvit-pro", "retail", "kharkiv", 2),
    _client("Ridna Oselia LLC", "ТОВ «Рідна Оселя»", "company", "ridna-oselia", "construction", "kyiv", 2),
    _client("Vitamed Clinic LLC", "ТОВ «Клініка Вітамед»", "company", "vitamed-klinika", "medicine", "dnipro", 2),
    _client("Lisova Maisternia LLC", "ТОВ «Лісова Майстерня»", "company", "lisova-maisternia", "manufacturing",
            "frankivsk", 2),
    _client("Karpatski Stezhky LLC", "ТОВ «Карпатські Стежки»", "company", "karpatski-stezhky", "tourism",
            "frankivsk", 2),
    _client("Hovirka Language School LLC", "ТОВ «Школа мов Говірка»", "company", "hovirka", "education", "lviv", 2),
    _client("Enerhodim LLC", "ТОВ «Енергодім»", "company", "enerhodim", "construction", "kyiv", 2),
    _client("Kvitneva Pharmacy LLC", "ТОВ «Квітнева Аптека»", "company", "kvitneva-apteka", "medicine", "odesa", 2),
    _client("Stalpromservis LLC", "ТОВ «Стальпромсервіс»", "company", "stalpromservis", "manufacturing", "dnipro", 2),
    _client("Mandrivets Tour LLC", "ТОВ «Мандрівець Тур»", "company", "mandrivets-tur", "tourism", "lviv", 1),
    _client("Teplyi Khlib LLC", "ТОВ «Теплий Хліб»", "company", "teplyi-khlib", "food", "kharkiv", 1),
    _client("Yurdopomoha Partners LLC", "ТОВ «Юрдопомога Партнери»", "company", "yurdopomoha", "services", "kyiv", 1),
    _client("Fitosad LLC", "ТОВ «Фітосад»", "company", "fitosad", "retail", "vinnytsia", 1),
    _client("Znannia Plus LLC", "ТОВ «Знання Плюс»", "company", "znannia-plus", "education", "kharkiv", 1),
    _client("Avtotochka LLC", "ТОВ «Автоточка»", "company", "avtotochka-sto", "services", "odesa", 1),
    _client("Hostynna Hora LLC", "ТОВ «Гостинна Гора»", "company", "hostynna-hora", "tourism", "frankivsk", 1),
    _client("Bila Romashka LLC", "ТОВ «Біла Ромашка»", "company", "bila-romashka", "medicine", "poltava", 1),
    _client("Nova Hrupa Consulting LLC", "ТОВ «Нова Група Консалтинг»", "company", "nova-hrupa", "services", "kyiv", 1),
    _client("Sole trader Oksana Levchyshyn", "ФОП Левчишин Оксана Ігорівна", "trader", "levchyshyn-studio", "services",
            "lviv", 1),
    _client("Sole trader Taras Bondar", "ФОП Бондар Тарас Михайлович", "trader", "kava-bondar", "food", "kyiv", 1),
    _client("Sole trader Iryna Sereda", "ФОП Середа Ірина Петрівна", "trader", "sereda-keramika", "retail",
            "poltava", 1),
    _client("Sole trader Maksym Hnatiuk", "ФОП Гнатюк Максим Олегович", "trader", "hnatiuk-foto", "services",
            "frankivsk", 1),
    _client("Sole trader Natalia Zaruba", "ФОП Заруба Наталія Вікторівна", "trader", "zaruba-yoga", "services",
            "odesa", 1),
    _client("Sole trader Andrii Sokyrko", "ФОП Сокирко Андрій Васильович", "trader", "sokyrko-mebli", "manufacturing",
            "dnipro", 2),
    _client("Sole trader Yuliia Pazenko", "ФОП Пазенко Юлія Сергіївна", "trader", "pazenko-kvity", "retail",
            "vinnytsia", 1),
    _client("Sole trader Dmytro Yarema", "ФОП Ярема Дмитро Іванович", "trader", "yarema-velo", "retail", "lviv", 1),
    _client("Olha Dudnyk", "Дудник Ольга Андріївна", "person", "dudnyk-psykholoh", "services", "kyiv", 1),
    _client("Roman Kalyna", "Калина Роман Степанович", "person", "kalyna-muzyka", "education", "lviv", 1),
    _client("Sofiia Marchuk", "Марчук Софія Дмитрівна", "person", "marchuk-blog", "services", "odesa", 1),
    _client("Pavlo Hrytsai", "Грицай Павло Юрійович", "person", "hrytsai-trener", "services", "kharkiv", 1),
    _client("Nordhafen Handel GmbH", "Nordhafen Handel GmbH", "foreign", "nordhafen", "retail", "berlin", 2),
    _client("Zielony Most sp. z o.o.", "Zielony Most sp. z o.o.", "foreign", "zielony-most", "services", "warsaw", 2),
    _client("Charity fund Svitlo Poruch", "БФ «Світло Поруч»", "company", "svitlo-poruch", "nonprofit", "kyiv", 1),
)  # fmt: skip

FIRST_NAMES = (
    Text("Olena", "Олена"), Text("Andrii", "Андрій"), Text("Iryna", "Ірина"), Text("Serhii", "Сергій"),
    Text("Nataliia", "Наталія"), Text("Oleksandr", "Олександр"), Text("Kateryna", "Катерина"), Text("Bohdan", "Богдан"),
    Text("Mariia", "Марія"), Text("Yurii", "Юрій"), Text("Viktoriia", "Вікторія"), Text("Vasyl", "Василь"),
    Text("Hanna", "Ганна"), Text("Mykola", "Микола"), Text("Solomiia", "Соломія"), Text("Ihor", "Ігор"),
)  # fmt: skip
LAST_NAMES = (
    Text("Tkachenko", "Ткаченко"), Text("Kravets", "Кравець"), Text("Romaniuk", "Романюк"), Text("Lysenko", "Лисенко"),
    Text("Savchuk", "Савчук"), Text("Melnychenko", "Мельниченко"), Text("Havryliuk", "Гаврилюк"),
    Text("Symonenko", "Симоненко"), Text("Vdovychenko", "Вдовиченко"), Text("Stepanenko", "Степаненко"),
    Text("Kostiuk", "Костюк"), Text("Panchuk", "Панчук"), Text("Dorosh", "Дорош"), Text("Fedorenko", "Федоренко"),
    Text("Yaremko", "Яремко"), Text("Bilyk", "Білик"), Text("Oliinyk", "Олійник"), Text("Didenko", "Діденко"),
)  # fmt: skip

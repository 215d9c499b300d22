"""Words of clients about what they need, by the service that meets it."""

from typing import NamedTuple

from .texts import Text

__all__ = ["NEEDS", "Need"]


class Need(NamedTuple):
    """Needs one service meets: key of their category, and the words."""

    category: str
    texts: tuple[Text, ...]


NEEDS = {
    "landing": Need("content", (
        Text("A page for the autumn campaign", "Сторінка для осінньої рекламної кампанії"),
        Text("Collect enquiries from advertising", "Збирати заявки з реклами"),
        Text("Tell about the new product on one page", "Розповісти про новий продукт на одній сторінці"),
        Text("Page of registration for an event", "Сторінка реєстрації на подію"),
    )),
    "corporate": Need("content", (
        Text("A site where clients see our finished works", "Сайт, де клієнти побачать наші виконані роботи"),
        Text("Two languages, Ukrainian and English", "Дві мови: українська й англійська"),
        Text("We want to edit pages ourselves", "Хочемо самі редагувати сторінки"),
        Text("News and vacancies on the site", "Новини та вакансії на сайті"),
        Text("The old site does not open on phones", "Старий сайт не відкривається на телефонах"),
    )),
    "store": Need("shop", (
        Text("Sell online with payment by card", "Продавати онлайн з оплатою карткою"),
        Text("Catalogue with filters by size and price", "Каталог із фільтрами за розміром і ціною"),
        Text("Parcel machines in the checkout", "Вибір поштомата під час оформлення"),
        Text("Discounts for regular buyers", "Знижки для постійних покупців"),
    )),
    "design": Need("design", (
        Text("Make the booking path clear", "Зробити зрозумілим шлях бронювання"),
        Text("New look of the customer account", "Новий вигляд кабінету клієнта"),
        Text("Prototype to show to investors", "Прототип, щоб показати інвесторам"),
    )),
    "identity": Need("design", (
        Text("A logo that reads well in small size", "Логотип, який добре читається в малому розмірі"),
        Text("One style for the shop and the packaging", "Єдиний стиль для магазину та пакування"),
        Text("Templates for social networks", "Шаблони для соціальних мереж"),
    )),
    "integration": Need("integration", (
        Text("Stocks on the site must match the warehouse", "Залишки на сайті мають збігатися зі складом"),
        Text("Orders must reach accounting by themselves", "Замовлення мають самі потрапляти в облік"),
        Text("Exchange prices twice a day", "Обмін цінами двічі на день"),
    )),
    "audit": Need("performance", (
        Text("The site loads slowly", "Сайт довго завантажується"),
        Text("Check whether the site is safe", "Перевірити, чи безпечний сайт"),
        Text("Find out why enquiries have dropped", "З'ясувати, чому впала кількість заявок"),
    )),
    "development": Need("integration", (
        Text("Add a delivery cost calculator", "Додати калькулятор вартості доставки"),
        Text("Export orders to a spreadsheet", "Вивантаження замовлень у таблицю"),
        Text("Form with a file for the brief", "Форма з файлом для технічного завдання"),
        Text("Sign-in by phone number", "Вхід за номером телефону"),
        Text("Chat with the manager on the site", "Чат із менеджером на сайті"),
    )),
    "design_hours": Need("design", (
        Text("Banners for the home page", "Банери для головної сторінки"),
        Text("Presentation for partners", "Презентація для партнерів"),
        Text("Cards for the winter collection", "Картки для зимової колекції"),
    )),
    "support": Need("support", (
        Text("Somebody must answer when the site is down", "Хтось має відповідати, коли сайт не працює"),
        Text("Update the content system regularly", "Регулярно оновлювати систему керування вмістом"),
    )),
    "promotion": Need("promotion", (
        Text("Be on the first page of search", "Бути на першій сторінці пошуку"),
        Text("More visitors from neighbouring cities", "Більше відвідувачів із сусідніх міст"),
    )),
}  # fmt: skip

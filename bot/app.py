"""The composition root: the only module that builds things. Importing it does nothing."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

import structlog
from fastapi import FastAPI
from starlette.applications import Starlette

from bot import api, clock, console, migrations, ops, sheet
from bot.channels import Channel, telegram
from bot.channels import web as webpage
from bot.clocks import read_limits
from bot.config import Settings
from bot.console.ask import Console
from bot.console.doors import Doors
from bot.console.oidc import Provider
from bot.console.render import Pages
from bot.desk import Office, conversation
from bot.desk.bell import Bell, Carries
from bot.desk.forum import Places, open_forum
from bot.desk.office import check_key, make_ready, open_guide
from bot.desk.watch import PAUSE, Watch
from bot.errors import SettingsError
from bot.model import Address
from bot.retention import Kept
from bot.seal import Seal, master_seal
from bot.staff import SecondStep
from bot.store import Store
from bot.texts import CONSOLE, Texts
from bot.worker import Worker
from knowledge.errors import NoEncoderError
from knowledge.hours import read_hours
from knowledge.load import CONTENT, VECTORS
from knowledge.model import Encoder, Guide
from knowledge.understand.vectors import open_encoder

_FORUM_PAUSE, _FORUM_SECONDS = 0.3, 10.0
_FORUM_LEASE = 300.0  # longer than the longest round; a process that died holds nothing
Read = TypeVar("Read")
log = structlog.get_logger()


def seal_for(settings: Settings) -> Seal:
    key = settings.key.get_secret_value() if settings.key else None
    return master_seal(key, settings.state_dir)


async def migrate(store: Store) -> None:
    """Brings the database to the newest schema."""
    async with store.engine.begin() as connection:
        await connection.run_sync(migrations.upgrade)


@asynccontextmanager
async def open_office(settings: Settings) -> AsyncIterator[Office]:
    """A desk that is ready: schema, texts and guide in place."""
    texts = Texts()
    store = Store(settings.url, seal_for(settings))
    try:
        await migrate(store)
        await check_key(store, clock.now())
        encoder = open_reading(settings)
        guide = await open_guide(store, settings.knowledge or CONTENT, clock.now(), encoder)
        yield Office(
            store,
            texts,
            guide,
            _known_retention(settings, guide),
            encoder=encoder,
            bell=_bell(settings, guide),
            task_days=settings.task_days,
            four_eyes=settings.four_eyes,
            hours=_read("LOTSE_HOURS", settings.hours, read_hours) if settings.hours else None,
            limits=_read("LOTSE_LIMITS", settings.limits, read_limits),
            still_after=timedelta(days=settings.still_days),
        )
    finally:
        await store.close()


def open_reading(settings: Settings) -> Encoder | None:
    """What guides read meaning with; None, and a warning, where words alone decide."""
    why = "LOTSE_ENCODER is off"
    if settings.encoder:
        try:
            return open_encoder(VECTORS)
        except NoEncoderError as error:
            why = error.why
    log.warning("understanding.words_alone", why=why)
    return None


def _read(name: str, text: str, read: Callable[[str], Read]) -> Read:
    """What a setting says. Raises SettingsError with what is wrong."""
    try:
        return read(text)
    except ValueError as error:
        raise SettingsError(why=f"{name}: {error}") from None


def _known_retention(settings: Settings, guide: Guide) -> Mapping[str, Mapping[str, int]]:
    """The terms of single cities. Raises SettingsError where a misspelt one would be kept by nobody."""
    for city, kinds in settings.retention.items():
        for wrong in ({city} - guide.cities.keys(), kinds.keys() - set(Kept)):
            if wrong:
                raise SettingsError(why=f"LOTSE_RETENTION: «{min(wrong)}» is no city or kind of data")
    return settings.retention


def _bell(settings: Settings, guide: Guide) -> Bell:
    """What Telegram carries by city. Raises SettingsError for an unknown city, or where there is no page to ring for."""
    carries = {city: Carries(word) for city, word in settings.telegram_carries.items()}
    if wrong := carries.keys() - guide.cities.keys():
        raise SettingsError(why=f"LOTSE_TELEGRAM_CARRIES: «{min(wrong)}» is no city")
    if Carries.BELL in carries.values() and settings.public_url is None:
        raise SettingsError(
            why="LOTSE_TELEGRAM_CARRIES: bell needs LOTSE_PUBLIC_URL, the address of the web page"
        )
    return Bell(carries, settings.public_url or "")


@dataclass(slots=True)
class House:
    """Everything that `run` starts."""

    settings: Settings
    office: Office
    worker: Worker
    telegram: telegram.Telegram | None
    page: webpage.Web
    web: Starlette
    watch: Watch

    async def start(self) -> None:
        await make_ready(self.office.store, self.office.guide, self.office.clock())
        asyncio.get_running_loop().run_in_executor(
            None, sheet.prepare
        )  # nobody's first page waits for its fonts
        if self.telegram:
            await self.telegram.open()
        self.worker.every(PAUSE, self.watch.look)
        await self.worker.start()

    def leave(self) -> None:
        """Ends what would stay open for ever: the streams of those who look at a page."""
        self.watch.close()
        self.page.listeners.close()

    async def stop(self) -> None:
        self.leave()
        await self.worker.stop()
        if self.telegram:
            await self.telegram.close()


def telegram_for(settings: Settings) -> telegram.Telegram | None:
    if settings.telegram_token is None:
        return None
    return telegram.Telegram(settings.telegram_token.get_secret_value(), settings.telegram_api)


def webhook_secret(settings: Settings, seal: Seal) -> str:
    """The secret that Telegram sends with each update: the one set, or one made from the deployment's key."""
    if settings.webhook_secret:
        return settings.webhook_secret.get_secret_value()
    return seal.secret("telegram webhook")


def doors_for(settings: Settings) -> Doors:
    """How staff come into the console."""
    provider = None
    if settings.oidc_issuer and settings.oidc_client_id:
        secret = settings.oidc_client_secret.get_secret_value() if settings.oidc_client_secret else ""
        provider = Provider(settings.oidc_issuer, settings.oidc_client_id, secret, settings.oidc_claim)
    return Doors(settings.own_accounts, SecondStep(settings.totp), provider, settings.trusted_proxies)


def build_house(settings: Settings, office: Office) -> House:
    """The parts that the settings ask for, joined."""
    client = telegram_for(settings)
    page = webpage.Web(office)
    channels: tuple[Channel, ...] = (client, page) if client else (page,)
    pause = 1 / settings.chat_messages_per_second
    worker = Worker(office, channels, settings.messages_per_second, pause)
    web = FastAPI(title="Digitaler Lotse", docs_url=None, redoc_url=None, openapi_url=None)
    ops.add_routes(web, office, worker)
    watch = Watch(office)
    pages = Pages(Texts(domain=CONSOLE), office.texts)
    console.add_routes(web, Console(office, pages, watch, doors_for(settings), settings.public_url))
    web.router.routes.extend(webpage.routes(page, worker.incoming.set, _site(settings)))
    web.mount(api.PLACE, api.hsds_api(office))
    if settings.forum and not client:
        raise SettingsError(why="LOTSE_FORUM needs LOTSE_TELEGRAM_TOKEN")
    if client:
        _join_telegram(settings, office, worker, client, web)
    return House(settings, office, worker, client, page, web, watch)


def _site(settings: Settings) -> webpage.Site:
    """Where the page stands and which sites may show it in a frame."""
    return webpage.Site(settings.public_url or "", settings.widget_origins)


def _join_telegram(
    settings: Settings, office: Office, worker: Worker, client: telegram.Telegram, web: FastAPI
) -> None:
    """Updates come by webhook where an address is set, else by polling."""

    async def keep(where: Address, update_id: str, raw: str) -> bool:
        return await conversation.keep(office, where, update_id, raw)

    door = _join_forum(settings, office, worker, client) if settings.forum else None
    intake = telegram.Intake(client, keep, worker.incoming.set, door)
    if settings.webhook_url:
        secret = webhook_secret(settings, office.store.seal)
        web.router.routes.append(telegram.webhook_route(intake, secret))
    else:
        poller = telegram.Poller(intake, settings.poll_seconds)
        worker.leased(f"poll:{client.bot}", settings.poll_seconds + 20.0, poller.once)


def _join_forum(
    settings: Settings, office: Office, worker: Worker, client: telegram.Telegram
) -> telegram.Door:
    """Groups of Lotsen with a topic a case; one process at a time serves them. Raises SettingsError."""
    unknown = settings.forum.keys() - office.guide.cities.keys()
    if unknown:
        raise SettingsError(why=f"LOTSE_FORUM: «{min(unknown)}» is no city")
    places = Places(office, settings.forum)
    forum = open_forum(office, telegram.ForumRoom(client), Texts(domain=CONSOLE), places)

    async def rounds() -> None:
        """For some seconds under one lease."""
        until = asyncio.get_running_loop().time() + _FORUM_SECONDS
        while not worker.stopping.is_set() and asyncio.get_running_loop().time() < until:
            if not await forum.round():
                await asyncio.sleep(_FORUM_PAUSE)

    worker.leased(f"forum:{client.bot}", _FORUM_LEASE, rounds)
    return telegram.Door(places.is_ours, places.move)

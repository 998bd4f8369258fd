"""What the floor refuses, in words for the person at the desk or the terminal.

Refused
├── LostRace
│   └── WrongStep        the visit or ticket is not at that point of its path
├── CustodyOut           a card or a locker is still out
├── NoTickets            too late for a number, or a closed day
├── OfficeClosed         the day is over, or never opened
├── CounterRefused       the counter is shut, busy, or somebody else's
├── LockerRefused        no such locker, taken, broken, or none left
└── TooSoon              called again too quickly, or not often enough for a no-show
"""

from __future__ import annotations

from typing import ClassVar

from library.errors import LostRace, Refused, Texts


class WrongStep(LostRace):
    """`state` is where the visit or the ticket stands now."""

    code = "wrong-step"
    texts: ClassVar[Texts] = {
        "id": "Langkah ini belum atau tidak lagi dapat dilakukan (keadaan sekarang: {state}). Muat ulang halaman.",
        "en": "This step cannot be taken yet, or no longer (it stands at: {state}). Reload the page.",
    }


class CustodyOut(Refused):
    """`what` is "card", "locker" or both."""

    code = "custody-out"
    texts: ClassVar[Texts] = {
        "id": "Kunjungan belum dapat ditutup: kartu identitas atau kunci loker belum kembali.",
        "en": "The visit cannot be closed yet: an identity card or a locker key has not been given back.",
    }


class NoTickets(Refused):
    code = "no-tickets"
    texts: ClassVar[Texts] = {
        "id": "Nomor antrian hari ini sudah tidak diberikan lagi. Silakan datang kembali pada jam pelayanan.",
        "en": "No more numbers are given today. Please come back during opening hours.",
    }


class OfficeClosed(Refused):
    code = "office-closed"
    texts: ClassVar[Texts] = {
        "id": "Kantor sedang tutup. Silakan datang kembali pada jam pelayanan, atau hubungi petugas.",
        "en": "The office is closed. Please come back during opening hours, or speak to an officer.",
    }


class CounterRefused(Refused):
    """`why` is said in both languages."""

    code = "counter-refused"
    texts: ClassVar[Texts] = {
        "id": "Loket {number} tidak dapat dipakai: {why}.",
        "en": "Counter {number} cannot be used: {why}.",
    }


class LockerRefused(Refused):
    """`why` is said in both languages."""

    code = "locker-refused"
    texts: ClassVar[Texts] = {
        "id": "Loker tidak dapat dipakai: {why}.",
        "en": "The locker cannot be used: {why}.",
    }


class TooSoon(Refused):
    """`seconds`: how long to wait; `calls`: how many calls are still missing."""

    code = "too-soon"
    texts: ClassVar[Texts] = {
        "id": "Terlalu cepat: tunggu {seconds} detik, dan masih perlu {calls} panggilan lagi.",
        "en": "Too soon: wait {seconds} seconds, and {calls} more calls are needed.",
    }

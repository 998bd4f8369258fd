"""What a person reads when a file was refused: what happened, and what to do about it."""

from __future__ import annotations

from ingest.errors import IngestError

SENTENCES: dict[str, dict[str, str]] = {
    "failed": {
        "id": "Berkas ini tidak dapat dibaca. Coba lagi; bila tetap gagal, laporkan kepada administrator.",
        "en": "This file could not be read. Try again; if it fails again, tell the administrator.",
    },
    "not-accepted": {
        "id": "Berkas ini tidak diterima perpustakaan. Unggah PDF, TIFF, PNG, atau JPEG biasa.",
        "en": "The library does not take this file. Upload an ordinary PDF, TIFF, PNG or JPEG.",
    },
    "encrypted": {
        "id": "Berkas ini dikunci dengan kata sandi. Buka dengan kata sandinya, simpan salinan tanpa kata sandi, "
        "lalu unggah salinan itu.",
        "en": "This file is locked with a password. Open it with the password, save a copy without one, "
        "and upload that copy.",
    },
    "restricted": {
        "id": "Pemilik berkas ini melarang perubahan, sedangkan setiap salinan harus diberi cap. Minta versi tanpa "
        "pembatasan kepada penerbitnya, lalu unggah versi itu.",
        "en": "The owner of this file forbade changes, and every copy has to be stamped. Ask its publisher for "
        "a version without restrictions and upload that.",
    },
    "signed": {
        "id": "Berkas ini bertanda tangan elektronik, dan cap pada salinan akan merusaknya. Unggah versi yang belum "
        "ditandatangani, atau cetak ke PDF baru.",
        "en": "This file carries a digital signature, which the stamp on each copy would break. Upload the version "
        "before signing, or print it to a new PDF.",
    },
    "wrong-type": {
        "id": "Isi berkas ini bukan PDF, TIFF, PNG, atau JPEG. Simpan sebagai salah satunya, lalu unggah lagi.",
        "en": "The content of this file is no PDF, TIFF, PNG or JPEG. Save it as one of these and upload it again.",
    },
    "wrong-extension": {
        "id": "Nama berkas ini berakhiran “{says}”, tetapi isinya {holds}. Periksa apakah ini berkas yang dimaksud, "
        "ganti akhiran namanya, lalu unggah lagi.",
        "en": "The name of this file ends in “{says}”, but it holds {holds}. Check that it is the file you mean, "
        "correct the ending of its name and upload it again.",
    },
    "dynamic-form": {
        "id": "Berkas ini formulir dinamis (XFA) yang hanya dapat ditampilkan Adobe Reader. Cetak ke PDF biasa, "
        "lalu unggah hasilnya.",
        "en": "This file is a dynamic form (XFA) that only Adobe Reader can show. Print it to an ordinary PDF and "
        "upload that.",
    },
    "too-large": {
        "id": "Berkas ini {size_mb} MB; batasnya {limit_mb} MB. Pecah menjadi beberapa jilid atau kecilkan "
        "gambarnya, lalu unggah lagi.",
        "en": "This file has {size_mb} MB; the limit is {limit_mb} MB. Split it into volumes or shrink its images "
        "and upload it again.",
    },
    "too-many-pages": {
        "id": "Berkas ini {pages} halaman; batasnya {limit}. Pecah menjadi beberapa jilid, lalu unggah lagi.",
        "en": "This file has {pages} pages; the limit is {limit}. Split it into volumes and upload it again.",
    },
    "image-bomb": {
        "id": "Gambar di halaman {page} terlalu besar ({megapixels} megapiksel; batasnya {limit}). Pindai ulang "
        "halaman itu pada 300 dpi, lalu unggah lagi.",
        "en": "The image on page {page} is too large ({megapixels} megapixels; the limit is {limit}). Scan that "
        "page again at 300 dpi and upload the file again.",
    },
    "stream-bomb": {
        "id": "Isi halaman {page} mengembang melampaui {megabytes} MB. Cetak ke PDF baru, lalu unggah hasilnya.",
        "en": "The content of page {page} unpacks to more than {megabytes} MB. Print the file to a new PDF and "
        "upload that.",
    },
    "zip-path": {
        "id": "Nama berkas ini di dalam ZIP menunjuk ke luar arsipnya, sehingga tidak dibuka. Buat ZIP baru dari "
        "foldernya, atau unggah berkasnya sendiri.",
        "en": "The name of this file in the ZIP leads out of the archive, so it was not unpacked. Make a new ZIP of "
        "the folder, or upload the file by itself.",
    },
    "zip-nested": {
        "id": "Ini arsip di dalam arsip. Ekstrak dahulu, lalu unggah berkas-berkasnya.",
        "en": "This is an archive inside an archive. Unpack it first and upload its files.",
    },
    "zip-duplicate": {
        "id": "ZIP ini memuat dua berkas dengan nama yang sama; yang pertama diterima. Ganti nama yang kedua, lalu "
        "unggah sendiri.",
        "en": "The ZIP holds two files of this name; the first was taken. Rename the second and upload it by itself.",
    },
    "zip-link": {
        "id": "Ini hanya tautan ke berkas lain, bukan berkas. Unggah berkas aslinya.",
        "en": "This only points to another file. Upload the file itself.",
    },
    "zip-method": {
        "id": "Berkas ini dimampatkan dengan cara yang tidak lazim. Buat ZIP biasa (Deflate), lalu unggah lagi.",
        "en": "This file is packed in an uncommon way. Make an ordinary ZIP (Deflate) and upload it again.",
    },
    "zip-names": {
        "id": "Nama berkas di dalam ZIP ini tidak dapat dibaca. Buat ZIP baru dari foldernya, lalu unggah lagi.",
        "en": "The names of the files in this ZIP cannot be read. Make a new ZIP of the folder and upload it again.",
    },
    "zip-empty": {
        "id": "ZIP ini tidak berisi satu berkas pun. Periksa isinya, lalu unggah lagi.",
        "en": "There is no file in this ZIP. Check what it holds and upload it again.",
    },
    "zip-too-many": {
        "id": "ZIP ini berisi {files} berkas; batasnya {limit}. Bagi menjadi beberapa ZIP, lalu unggah lagi.",
        "en": "This ZIP holds {files} files; the limit is {limit}. Divide it and upload the parts.",
    },
    "zip-bomb": {
        "id": "Isi ZIP ini mengembang jauh melampaui ukurannya, sehingga tidak dibuka. Unggah berkas-berkasnya tanpa "
        "ZIP.",
        "en": "What this ZIP holds unpacks to far more than its size, so it was not unpacked. Upload its files "
        "without a ZIP.",
    },
    "damaged": {
        "id": "Berkas ini rusak dan tidak dapat dibuka. Ambil salinan yang utuh dari sumbernya, lalu unggah lagi.",
        "en": "This file is damaged and cannot be opened. Fetch a whole copy from its source and upload it again.",
    },
    "empty": {
        "id": "Berkas ini kosong (0 bita). Salin ulang dari sumbernya, lalu unggah lagi.",
        "en": "This file is empty (0 bytes). Copy it from its source again and upload it again.",
    },
    "zero-pages": {
        "id": "Berkas ini tidak berisi satu halaman pun. Ambil salinan yang utuh dari sumbernya, lalu unggah lagi.",
        "en": "This file holds not a single page. Fetch a whole copy from its source and upload it again.",
    },
    "over-limit": {
        "id": "Membaca berkas ini melampaui batas. Pecah menjadi beberapa bagian, lalu unggah lagi.",
        "en": "Reading this file went over a limit. Split it into parts and upload them.",
    },
    "timed-out": {
        "id": "Membaca berkas ini tidak selesai dalam {seconds} detik. Coba lagi; bila tetap gagal, cetak ke PDF "
        "baru dan unggah hasilnya.",
        "en": "Reading this file did not get on within {seconds} seconds. Try again; if it fails again, print it "
        "to a new PDF and upload that.",
    },
    "no-room": {
        "id": "Penyimpanan penuh, sehingga berkas ini belum dapat dibaca. Beri tahu pengelola; sesudah ada ruang, "
        "berkas dibaca lagi.",
        "en": "The disk is full, so this file could not be read yet. Tell the administrator; once there is room it "
        "is read again.",
    },
    "cannot-be-marked": {
        "id": "Halaman ini terlalu sedikit isinya untuk ditandai atas nama Anda, jadi salinannya tidak dapat "
        "diberikan. Pindai lebih banyak halaman, atau temui petugas.",
        "en": "There is too little on these pages to mark them with your name, so no copy can be given. "
        "Scan more pages, or speak to an officer.",
    },
    "out-of-memory": {
        "id": "Membaca berkas ini memerlukan lebih dari {megabytes} MB memori. Pecah menjadi beberapa bagian atau "
        "kecilkan gambarnya, lalu unggah lagi.",
        "en": "Reading this file takes more than {megabytes} MB of memory. Split it into parts or shrink its "
        "images and upload it again.",
    },
    "too-much-output": {
        "id": "Isi berkas ini mengembang melampaui {megabytes} MB. Cetak ke PDF baru, lalu unggah hasilnya.",
        "en": "The content of this file unpacks to more than {megabytes} MB. Print it to a new PDF and upload that.",
    },
    "missing": {
        "id": "Berkas ini tidak ditemukan atau bukan berkas biasa. Periksa nama dan letaknya.",
        "en": "This file was not found, or is no regular file. Check its name and place.",
    },
    "no-such-page": {
        "id": "Halaman {page} tidak ada; berkas ini mempunyai {pages} halaman.",
        "en": "There is no page {page}; this file has {pages} pages.",
    },
    "language-pack-missing": {
        "id": "Pengenalan huruf memerlukan bahasa “{language}”. Pasang dengan: apt-get install {package}",
        "en": "Text recognition needs the language “{language}”. Install it with: apt-get install {package}",
    },
    "tool-missing": {
        "id": "Program {program} belum terpasang. Pasang dengan: apt-get install {package}",
        "en": "The program {program} is not installed. Install it with: apt-get install {package}",
    },
    "cancelled": {
        "id": "Pembacaan berkas ini dihentikan. Jalankan lagi untuk melanjutkan dari tempat terakhir.",
        "en": "Reading this file was stopped. Run it again to go on where it was.",
    },
}


def sentence(error: IngestError, language: str = "id") -> str:
    """Say in Indonesian (`id`) or English (`en`) what happened to the file and what to do."""
    texts = SENTENCES.get(error.code, SENTENCES["failed"])
    params: dict[str, str | int] = dict(error.params)
    for name in ("size", "limit"):
        if isinstance(value := params.get(name), int):
            params[f"{name}_mb"] = -(-value // 1_000_000)
    try:
        return texts.get(language, texts["en"]).format(**params)
    except KeyError:  # an error without its params still has something to say
        return SENTENCES["failed"].get(language, SENTENCES["failed"]["en"])

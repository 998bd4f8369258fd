/**
 * Files and whole folders, sent one by one into a batch: what was sent stays sent when the connection breaks, and what
 * the server has already is not sent again. Without scripts the form sends all files at once.
 */

import { busy, ready } from "./once.js";

const AT_ONCE = 2; // files on their way side by side
const PATIENCE = [1, 2, 4, 8, 15, 30]; // seconds before a file is tried again
const LITTER = /^(\.|~\$)|\.(part|tmp|crdownload)$|^(thumbs\.db|desktop\.ini)$/i;

/** @typedef {{ path: string, file: File }} Chosen */

/** @param {HTMLElement} form */
export function start(form) {
  if (!(form instanceof HTMLFormElement)) return;
  const gatherer = new Gatherer(form);
  gatherer.listen();
}

class Gatherer {
  /** @type {Map<string, File>} */ chosen = new Map();
  sending = false;

  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.zone = /** @type {HTMLElement} */ (form.querySelector(".drop"));
    this.input = /** @type {HTMLInputElement} */ (form.querySelector("input[name=files]"));
    this.folder = /** @type {HTMLInputElement} */ (form.querySelector("[data-folder-input]"));
    this.bar = /** @type {HTMLProgressElement} */ (form.querySelector("[data-upload-bar]"));
  }

  listen() {
    for (const name of ["dragover", "dragleave", "drop"]) {
      this.zone.addEventListener(name, (event) => {
        event.preventDefault();
        this.zone.classList.toggle("drop-over", name === "dragover");
      });
    }
    this.zone.addEventListener("drop", async (event) => {
      const items = /** @type {DragEvent} */ (event).dataTransfer?.items ?? [];
      const entries = [...items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
      for (const entry of entries) await this.enter(entry);
      this.tell();
    });
    for (const input of [this.input, this.folder]) {
      input.addEventListener("change", () => {
        for (const file of input.files ?? []) this.add(file.webkitRelativePath || file.name, file);
        this.tell();
      });
    }
    this.form.addEventListener("submit", (event) => {
      if (!this.chosen.size) return; // the server says what is missing
      event.preventDefault();
      if (!this.sending) this.send(/** @type {SubmitEvent} */ (event).submitter);
    });
  }

  /** @param {string} path @param {File} file */
  add(path, file) {
    if (!path.split("/").some((part) => LITTER.test(part))) this.chosen.set(path, file);
  }

  /** Take a dropped file, or a folder with all that is in it. @param {FileSystemEntry} entry */
  async enter(entry) {
    if (entry.isFile) {
      const file = await new Promise((done, failed) => /** @type {FileSystemFileEntry} */ (entry).file(done, failed));
      this.add(entry.fullPath.replace(/^\//, ""), file);
      return;
    }
    const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
    for (;;) {
      // A reader gives a hundred at a time.
      /** @type {FileSystemEntry[]} */
      const inside = await new Promise((done, failed) => reader.readEntries(done, failed));
      if (!inside.length) return;
      for (const each of inside) await this.enter(each);
    }
  }

  tell() {
    const bytes = [...this.chosen.values()].reduce((sum, file) => sum + file.size, 0);
    const digits = bytes < 1e7 ? 1 : 0;
    const form = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    const size = (bytes / 1e6).toLocaleString(document.documentElement.lang, form);
    const words = this.form.dataset.chosen ?? "";
    this.say("[data-gather-chosen]", words.replace("{count}", String(this.chosen.size)).replace("{size}", size));
  }

  /** @param {string} where @param {string | undefined} text */
  say(where, text) {
    const place = this.form.querySelector(where);
    if (place) place.textContent = text ?? "";
  }

  /** @param {HTMLElement | null} button */
  async send(button) {
    this.sending = true;
    if (button) busy(button);
    this.bar.hidden = false;
    try {
      const batch = await this.open();
      const queue = await this.missing(batch.received);
      const count = queue.length;
      let done = 0;
      const shown = () => {
        this.bar.value = count ? (100 * done) / count : 100;
        const words = this.form.dataset.sending ?? "";
        this.say("[data-upload-words]", words.replace("{done}", String(done)).replace("{count}", String(count)));
      };
      const carry = async () => {
        for (let next = queue.shift(); next; next = queue.shift()) {
          await this.carry(batch.files, next);
          done += 1;
          shown();
        }
      };
      shown();
      await Promise.all(Array.from({ length: AT_ONCE }, carry));
      location.assign(batch.page);
    } catch {
      this.say("[data-upload-words]", this.form.dataset.failed);
      this.sending = false;
      if (button) ready(button);
    }
  }

  /** Open the batch, or go on with the one of this page. */
  async open() {
    const { open, files, received, page } = this.form.dataset;
    if (files && received && page) return { files, received, page };
    const fields = new FormData(this.form);
    fields.delete("files");
    fields.set("expected", String(this.chosen.size));
    const [first = "", ...others] = new Set([...this.chosen.keys()].map((path) => path.split("/")[0]));
    fields.set("name", others.length ? `${first} +${others.length}` : first);
    const answer = await this.ask(open ?? "", fields);
    return answer.json();
  }

  /** What the server does not have yet. @param {string} address @returns {Promise<Chosen[]>} */
  async missing(address) {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const { files } = await answer.json();
    const there = new Set(files.map((/** @type {[string, number]} */ [path, size]) => `${path} ${size}`));
    return [...this.chosen]
      .filter(([path, file]) => !there.has(`${path} ${file.size}`))
      .map(([path, file]) => ({ path, file }));
  }

  /** Send one file, again and again while the line is down. @param {string} address @param {Chosen} chosen */
  async carry(address, { path, file }) {
    const fields = new FormData();
    fields.set("path", path);
    fields.set("access", String(new FormData(this.form).get("access") ?? "open"));
    fields.set("file", file);
    for (const seconds of [...PATIENCE, 0]) {
      try {
        await this.ask(address, fields);
        return;
      } catch (problem) {
        if (problem instanceof Refused && problem.status === 413) return this.refuse(path);
        if (problem instanceof Refused && problem.status < 500) throw problem;
        if (!seconds) throw problem;
        this.say("[data-upload-words]", this.form.dataset.waiting);
        await new Promise((later) => setTimeout(later, 1000 * seconds));
      }
    }
  }

  /** @param {string} path */
  refuse(path) {
    const line = document.createElement("li");
    line.textContent = this.form.dataset.refused?.replace("{name}", path) ?? path;
    this.form.querySelector("[data-gather-refused]")?.append(line);
  }

  /** @param {string} address @param {FormData} fields */
  async ask(address, fields) {
    const token = this.form.querySelector("input[name=csrf_token]");
    // In a header it is checked before the files are read.
    const headers = { Accept: "application/json", "X-CSRFToken": token instanceof HTMLInputElement ? token.value : "" };
    const answer = await fetch(address, { method: "POST", body: fields, headers });
    if (!answer.ok) throw new Refused(answer.status);
    return answer;
  }
}

class Refused extends Error {
  /** @param {number} status */
  constructor(status) {
    super(String(status));
    this.status = status;
  }
}

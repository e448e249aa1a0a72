// The outbox of an officer's phone: an entry is sealed and kept first, then sent, once, when there is signal.
(() => {
  "use strict";
  const box = document.querySelector("[data-outbox]");
  if (!box || !window.indexedDB || !window.crypto || !window.crypto.subtle) return;
  const { owner, send: address, worker, login } = box.dataset;
  const LABELS = { notice: "Kabar kematian", card: "Serah kartu", parcel: "Serah sembako" };
  const WAIT_MS = 15000, AGAIN_MS = 20000, DAY_MS = 86400000, SHOWN_SENT = 5;
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("payung-lapangan") : null;
  let asksToSignIn = false, opened = null;

  // -- What the phone keeps ------------------------------------------------------------------------------
  const asked = (request) => new Promise((done, failed) => { request.onsuccess = () => done(request.result); request.onerror = () => failed(request.error); });
  const database = () => {
    if (!opened) {
      const request = indexedDB.open("payung-lapangan", 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("entries", { keyPath: "key" });
        request.result.createObjectStore("locks", { keyPath: "owner" });
        request.result.createObjectStore("sent", { keyPath: "key" });
      };
      opened = asked(request);
    }
    return opened;
  };
  const change = async (stores, work) => {
    const deal = (await database()).transaction(stores, "readwrite", { durability: "strict" });
    const over = new Promise((done, failed) => { deal.oncomplete = done; deal.onabort = deal.onerror = () => failed(deal.error); });
    work((name) => deal.objectStore(name));
    await over;
    if (channel) channel.postMessage("changed");
  };
  const all = async (store) => asked((await database()).transaction(store).objectStore(store).getAll());

  // A key that cannot be taken out of the browser: who copies the phone's files reads no names.
  const lock = async () => {
    const read = async () => asked((await database()).transaction("locks").objectStore("locks").get(owner));
    let found = await read();
    if (!found) {
      const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
      try { await change(["locks"], (store) => store("locks").add({ owner, key })); }
      catch (taken) { /* another tab was first: its key counts */ }
      found = await read();
    }
    return found.key;
  };
  const seal = async (fields) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const told = new TextEncoder().encode(JSON.stringify(fields));
    return { iv, sealed: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await lock(), told) };
  };
  const open = async (entry) => {
    const told = await crypto.subtle.decrypt({ name: "AES-GCM", iv: entry.iv }, await lock(), entry.sealed);
    return JSON.parse(new TextDecoder().decode(told));
  };

  // -- Writing -------------------------------------------------------------------------------------------
  const HEAD = ["csrfmiddlewaretoken", "what", "key", "owner", "written_at"];
  const told = (form) => Object.fromEntries([...new FormData(form)].filter(([name]) => !HEAD.includes(name)));
  const holdsNik = (fields) => Object.values(fields).some((text) => /(\d[ .-]?){16}/.test(text));
  const write = async (form) => {
    const fields = told(form), key = form.elements.key.value, what = form.elements.what.value, mends = form.dataset.mends;
    if (holdsNik(fields)) { say(form, "Jangan menulis NIK atau KK: nomor itu tidak disimpan di HP.", "bad"); return; }
    const entry = { key, what, owner, written_at: mends || new Date().toISOString(), version: crypto.randomUUID(), problem: "", ...(await seal(fields)) };
    let tooLate = false;
    await change(["entries"], (store) => asked(store("entries").get(key)).then((kept) => {
      tooLate = Boolean(mends) && (!kept || (kept.tried && !kept.problem));
      if (!tooLate) store("entries").put(entry);
    }));
    delete form.dataset.mends;
    form.elements.key.value = crypto.randomUUID();
    if (tooLate) { say(form, "Isian lama sudah dikirim atau dihapus dari jendela lain. Simpan sekali lagi bila yang tertulis di sini perlu dikirim sebagai isian baru.", "bad"); return; }
    form.reset();
    say(form, "Sudah tersimpan di HP ini.", "good");
    await show();
    await send();
  };
  const say = (form, words, tone) => {
    const line = form.querySelector("[data-said]");
    line.textContent = words;
    line.className = `alert ${tone}`;
    line.hidden = false;
  };

  // -- Sending -------------------------------------------------------------------------------------------
  const token = () => (document.cookie.match(/(?:^|; )csrftoken=([^;]+)/) || [])[1] || "";
  const post = async (entry) => {
    const body = new URLSearchParams({ ...(await open(entry)), what: entry.what, key: entry.key, owner: entry.owner, written_at: entry.written_at });
    const headers = { "X-CSRFToken": token(), "Accept": "application/json" };
    return fetch(address, { method: "POST", body, headers, redirect: "manual", credentials: "same-origin", signal: AbortSignal.timeout(WAIT_MS) });
  };
  // What was mended or thrown away meanwhile is not put back as it was. Tells whether it still stood as read.
  const note = async (entry, news) => {
    let stands = false;
    await change(["entries"], (store) => asked(store("entries").get(entry.key)).then((kept) => {
      stands = Boolean(kept) && kept.version === entry.version;
      if (stands) store("entries").put({ ...kept, ...news });
    }));
    return stands;
  };
  // false: no use in going on with the next one.
  const sendOne = async (entry) => {
    if (!(await note(entry, { tried: true }))) return true;
    const response = await post(entry);
    if (response.type === "opaqueredirect" || response.status === 403 || response.status === 409) { asksToSignIn = true; return false; }
    if (response.status !== 200 && response.status !== 422) return false;
    const { answer } = await response.json();
    asksToSignIn = false;
    if (response.status === 422) await note(entry, { problem: answer });
    else await change(["entries", "sent"], (store) => {
      store("entries").delete(entry.key);
      store("sent").put({ key: entry.key, what: entry.what, owner, at: Date.now() });
    });
    return true;
  };
  const mine = async () => (await all("entries")).filter((entry) => entry.owner === owner).sort((a, b) => a.written_at.localeCompare(b.written_at));
  const isBeingMended = (entry) => [...document.querySelectorAll("form[data-mends]")].some((form) => form.elements.key.value === entry.key);
  const sendAll = async () => {
    for (const entry of await mine()) {
      if (entry.problem || isBeingMended(entry)) continue;
      try { if (!(await sendOne(entry))) break; } catch (lost) { break; }
    }
  };
  const alone = (work) => (navigator.locks ? navigator.locks.request("payung-lapangan-kirim", work) : work());
  const send = async () => {
    if (navigator.onLine) await alone(sendAll);
    await show();
  };

  // -- Showing -------------------------------------------------------------------------------------------
  const part = (tag, words, classes) => Object.assign(document.createElement(tag), { textContent: words, className: classes || "" });
  const clock = (moment) => new Date(moment).toLocaleString("id-ID", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
  const button = (words, work) => {
    const made = part("button", words, "button second small");
    made.type = "button";
    made.addEventListener("click", work);
    return made;
  };
  const row = (entry) => {
    const item = document.createElement("li"), late = Date.now() - Date.parse(entry.written_at) > DAY_MS;
    item.append(part("strong", LABELS[entry.what]), part("span", ` ditulis ${clock(entry.written_at)} `, "muted"));
    item.append(part("span", entry.problem ? "Perlu diperbaiki" : isBeingMended(entry) ? "Sedang diperbaiki" : late ? "Lebih dari sehari" : "Menunggu kirim", `badge ${entry.problem ? "bad" : "warn"}`));
    if (entry.problem) item.append(part("p", entry.problem));
    const actions = part("div", "", "actions");
    // What may have arrived although the answer was lost is not changed under the same key.
    if (document.querySelector(`form[data-entry="${entry.what}"]`) && (entry.problem || !entry.tried)) actions.append(button("Perbaiki", () => mend(entry)));
    actions.append(button("Hapus", () => drop(entry)));
    item.append(actions);
    return item;
  };
  const mend = async (entry) => {
    const form = document.querySelector(`form[data-entry="${entry.what}"]`), fields = await open(entry);
    const begun = [...form.elements].some((one) => one.type !== "hidden" && "defaultValue" in one && one.value !== one.defaultValue);
    if (begun && !window.confirm("Isian yang sedang Anda tulis akan diganti. Lanjutkan?")) return;
    Object.entries(fields).forEach(([name, text]) => { if (form.elements[name]) form.elements[name].value = text; });
    form.elements.key.value = entry.key;
    form.dataset.mends = entry.written_at;  // the day at the door stays; until it is saved, this window does not send it
    form.closest("details").open = true;
    form.scrollIntoView();
    await show();
  };
  const drop = async (entry) => {
    if (!window.confirm("Hapus isian ini dari HP? Isinya tidak dapat dikembalikan.")) return;
    await change(["entries"], (store) => store("entries").delete(entry.key));
    await show();
  };
  const show = async () => {
    const entries = await mine(), others = (await all("entries")).length - entries.length;
    const sent = (await all("sent")).filter((one) => one.owner === owner).sort((a, b) => b.at - a.at);
    const heading = part("h2", entries.length ? `Belum terkirim (${entries.length})` : "Semua sudah terkirim");
    const list = part("ul", "", "outbox");
    list.append(...entries.map(row));
    box.replaceChildren(heading);
    if (entries.length) box.append(list);
    if (asksToSignIn && entries.length) {
      const asks = part("p", `Masuk lagi untuk mengirim ${entries.length} isian. `), door = part("a", "Masuk");
      door.href = login;
      asks.append(door);
      box.append(asks);
    }
    if (others) box.append(part("p", `${others} isian milik petugas lain masih di HP ini; hanya ia yang dapat mengirimnya.`, "muted"));
    if (entries.length) box.append(button("Kirim sekarang", send));
    if (sent.length) box.append(part("p", `Terkirim: ${sent.slice(0, SHOWN_SENT).map((one) => `${LABELS[one.what]} ${clock(one.at)}`).join(", ")}.`, "muted"));
    box.hidden = false;
    box.dataset.waiting = entries.length;
    box.className = `panel ${entries.length ? "waits" : ""}`;
  };
  const forgetOld = async () => {
    const old = (await all("sent")).filter((one) => Date.now() - one.at > 7 * DAY_MS);
    if (old.length) await change(["sent"], (store) => old.forEach((one) => store("sent").delete(one.key)));
  };

  // -- A copy in a file, locked by a word that only the officer knows ---------------------------------------
  const ROUNDS = 600000;  // of PBKDF2: a guess costs about a third of a second on a phone
  const text64 = (bytes) => btoa(Array.from(new Uint8Array(bytes), (one) => String.fromCharCode(one)).join(""));
  const bytes64 = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  const keyOf = async (word, salt) => {
    const raw = await crypto.subtle.importKey("raw", new TextEncoder().encode(word), "PBKDF2", false, ["deriveKey"]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
    return crypto.subtle.deriveKey(how, raw, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  };
  const copyOut = async (word) => {
    const entries = await mine(), rows = [];
    // What stands in a file may arrive from there: it is not changed under the same key any more.
    for (const entry of entries) {
      if (!(await note(entry, { tried: true }))) continue;
      rows.push({ key: entry.key, what: entry.what, written_at: entry.written_at, problem: entry.problem, fields: await open(entry) });
    }
    const salt = crypto.getRandomValues(new Uint8Array(16)), iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await keyOf(word, salt), new TextEncoder().encode(JSON.stringify(rows)));
    const file = new Blob([JSON.stringify({ payung: 1, owner, salt: text64(salt), iv: text64(iv), sealed: text64(sealed) })], { type: "application/json" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = `payung-cadangan-${new Date().toISOString().slice(0, 10)}.json`;
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(link.href), WAIT_MS);
    return `${rows.length} isian ada di berkas unduhan. Isian di HP ini tetap menunggu kirim.`;
  };
  const copyIn = async (word, file) => {
    const kept = JSON.parse(await file.text());
    if (kept.payung !== 1) throw new Error("not ours");
    if (kept.owner !== owner) return "";
    const how = { name: "AES-GCM", iv: bytes64(kept.iv) };
    const rows = JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(how, await keyOf(word, bytes64(kept.salt)), bytes64(kept.sealed))));
    const known = new Set([...(await all("entries")), ...(await all("sent"))].map((one) => one.key)), missing = rows.filter((one) => !known.has(one.key));
    const entries = await Promise.all(missing.map(async ({ fields, ...head }) => ({ ...head, owner, tried: true, version: crypto.randomUUID(), ...(await seal(fields)) })));
    await change(["entries"], (store) => entries.forEach((entry) => store("entries").put(entry)));
    return `${entries.length} isian diambil, ${rows.length - entries.length} sudah ada. Yang sudah diterima kantor tidak dicatat dua kali.`;
  };
  const backup = document.querySelector("form[data-backup]");
  const keepCopy = async (event) => {
    event.preventDefault();
    event.stopPropagation();
    const { word, file } = backup.elements, takes = event.submitter && event.submitter.value === "in";
    if (takes && !file.files.length) { say(backup, "Pilih berkas cadangan lebih dahulu.", "bad"); return; }
    if (!takes && !(await mine()).length) { say(backup, "Tidak ada isian yang menunggu; tidak ada yang perlu dicadangkan.", "warn"); return; }
    try {
      const words = takes ? await copyIn(word.value, file.files[0]) : await copyOut(word.value);
      say(backup, words || "Berkas ini milik petugas lain. Masuk dengan akunnya.", words ? "good" : "bad");
      if (words) backup.reset();
    } catch (wrong) { say(backup, "Berkas tidak dapat dibuka: sandi berbeda, atau bukan berkas cadangan Payung.", "bad"); }
    await show();
    if (takes) await send();
  };
  if (backup) {
    backup.addEventListener("submit", keepCopy);
    backup.closest("details").hidden = false;
  }

  document.querySelectorAll("form[data-entry]").forEach((form) => {
    form.elements.key.value = crypto.randomUUID();
    let busy = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      event.stopPropagation();  // the page's own guard would hold the next entry for eight seconds
      if (busy) return;
      busy = true;
      try { await write(form); } finally { busy = false; }
    });
  });
  document.querySelectorAll("form[action*='/logout/']").forEach((form) => form.addEventListener("submit", (event) => {
    const waiting = Number(box.dataset.waiting);
    if (waiting && !window.confirm(`${waiting} isian belum terkirim. Tetap keluar? Isian itu hanya dapat dikirim dengan akun Anda.`)) { event.preventDefault(); event.stopPropagation(); }
  }));
  if (channel) channel.onmessage = show;
  if ("serviceWorker" in navigator && worker) navigator.serviceWorker.register(worker).then(() => navigator.serviceWorker.ready).then(() => { box.dataset.ready = "1"; }, () => {});
  if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
  window.addEventListener("online", send);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
  window.setInterval(() => { if (Number(box.dataset.waiting)) send(); }, AGAIN_MS);
  forgetOld().then(show).then(send);
})();

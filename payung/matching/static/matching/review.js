// Pair after pair without waiting: the next one stands ready, the answer travels meanwhile. Without it forms post as usual.
(() => {
  "use strict";
  const place = document.getElementById("review");
  if (!place) return;
  const told = place.querySelector("[data-told]"), left = place.querySelector("[data-left]");
  const undo = place.querySelector("form[data-undo]");
  const ready = [], travelling = new Set();  // cards behind this one; pairs whose decision is on its way
  let card = place.querySelector("article"), line = Promise.resolve(), unsent = 0, stopped = null, waits = false;

  place.querySelectorAll("template").forEach((kept) => { ready.push(kept.content.querySelector("article")); kept.remove(); });

  const held = () => [...travelling, ...[card, ...ready].map((c) => c.dataset.pair).filter(Boolean)];

  const show = (next) => {
    waits = !next;
    const shown = next || document.createElement("article");
    if (!next) shown.textContent = "Memuat pasangan berikutnya …";
    card.replaceWith(shown);
    card = shown;
    const title = card.querySelector("h2");
    if (title) title.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  };

  const finish = () => {
    const end = document.createElement("article");
    end.dataset.finished = "1";
    end.innerHTML = '<h2 tabindex="-1">Tidak ada pasangan di sini</h2><p>Semua yang menunggu Anda sudah diputuskan.</p>';
    const link = document.createElement("a");
    link.className = "button"; link.href = place.dataset.back; link.textContent = "Kembali ke daftar";
    end.append(link);
    show(end);
  };

  const say = (text, tone) => { told.textContent = text; told.className = tone || ""; };

  const take = (html, back) => {
    const box = document.createElement("div");
    box.innerHTML = html;
    const answer = box.firstElementChild;
    if (!answer || answer.dataset.left === undefined) throw new Error("no answer");
    say(answer.dataset.told, answer.dataset.tone);
    left.textContent = answer.dataset.left;
    undo.hidden = !answer.dataset.undo;
    if (answer.dataset.undo) { undo.action = answer.dataset.undo; undo.querySelector("[data-last]").textContent = answer.dataset.last; }
    const known = new Set(held());
    const cards = [...answer.querySelectorAll("article")].filter((c) => !known.has(c.dataset.pair));
    if (back && cards.length) {
      if (card.dataset.pair) ready.unshift(card);
      show(cards.shift());
    }
    ready.push(...cards);
    if (waits) { if (ready.length) show(ready.shift()); else if (!unsent) finish(); }
  };

  const send = async (address, form, back) => {
    form.delete("held");
    held().forEach((number) => form.append("held", number));
    const answer = await fetch(address, { method: "POST", body: form, headers: { "X-Review": "1" }, credentials: "same-origin" });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    unsent -= 1;
    const html = await answer.text();
    take(html, back);
    travelling.delete(form.get("pair"));
  };

  const later = (address, form, back) => {
    unsent += 1;
    line = line.then(async () => {
      if (stopped) { stopped.push([address, form, back]); return; }
      try { await send(address, form, back); } catch { stopped = [[address, form, back]]; complain(); }
    });
    return line;
  };

  const complain = () => {
    say(`${unsent} keputusan belum terkirim. Periksa sambungan, lalu `, "bad");
    const again = document.createElement("button");
    again.type = "button"; again.className = "button second small"; again.textContent = "Kirim lagi";
    again.addEventListener("click", () => {
      const open = stopped || [];
      stopped = null; unsent -= open.length;
      open.forEach((one) => later(...one));
    });
    told.append(again);
  };

  place.addEventListener("submit", (event) => {
    const form = event.target, isUndo = form === undo;
    if (!isUndo && !card.contains(form)) return;
    event.preventDefault();
    event.stopPropagation();
    const fields = new FormData(form);
    if (isUndo) { undo.hidden = true; later(form.action, fields, true); return; }
    fields.set("decision", event.submitter.value);
    fields.set("pair", card.dataset.pair);
    travelling.add(card.dataset.pair);
    show(ready.shift());
    later(form.action, fields, false);
  });
  window.addEventListener("beforeunload", (event) => { if (unsent) event.preventDefault(); });
})();

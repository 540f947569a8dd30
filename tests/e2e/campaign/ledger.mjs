// Ledger: what a person typed in one run, what the page said about it, and where each edit is at the end. An edit is a text
// that occurs nowhere else, in a cell that no other edit of the run touches.

export class Ledger {
  constructor(seed) {
    this.seed = seed;
    this.edits = [];
    this.told = 0;  // edits that the page said are gone
  }

  // Before it is typed. `confirmed` is set when the page says that it is saved.
  add(customer, label, key) {
    const number = this.edits.length + 1;
    const edit = { number, customer, label, key, text: `第${this.seed}次第${number}处改动`, confirmed: false };
    this.edits.push(edit);
    return edit;
  }

  get confirmed() { return this.edits.filter((edit) => edit.confirmed); }

  // Where every confirmed edit is. `server`: cells by customer and key; `rows`: texts of what the browser keeps, by store.
  judge(server, rows) {
    const places = { server: 0, outbox: 0, tray: 0, told: 0, lost: [] };
    for (const edit of this.confirmed) {
      const has = (store) => (rows[store] ?? []).some((row) => row.includes(edit.text));
      if (server.get(edit.customer)?.[edit.key] === edit.text) ++places.server;
      else if (has('outbox')) ++places.outbox;
      else if (has('tray')) ++places.tray;
      else places.lost.push(edit);
    }
    // What was said to be lost is not lost silently.
    const said = places.lost.splice(0, this.told);
    places.told = said.length;
    return places;
  }
}

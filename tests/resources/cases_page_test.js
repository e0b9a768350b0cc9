// The JavaScript of the page that runs the cases in a browser, run by Node.js against a server that each test plays:
// connections, time and the document are made here.
//
// Usage: node cases_page_test.js
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const vm = require('node:vm');

const PATIENCE = 30000; // In milliseconds, as the server writes it into the page.
const PAGE = fs.readFileSync(path.join(__dirname, '../../resources/web/cases.html'), 'utf-8');
const SCRIPT = /<script nonce="@NONCE@">([^]*)<\/script>/.exec(PAGE)[1].replaceAll('@SCHEME@', 'ws')
  .replaceAll('@PORT@', '9001').replaceAll('@PATIENCE@', String(PATIENCE));

// Time that passes only when nothing else is left to do.
class Clock {
  now = 0;
  #timers = new Map();
  #last = 0;

  setInterval(action, span) {
    this.#timers.set(++this.#last, { at: this.now + span, span, action });
    return this.#last;
  }

  clearInterval(id) { this.#timers.delete(id); }

  // Lets the next timer run; false if there is none.
  advance() {
    const [next] = [...this.#timers.values()].sort((a, b) => a.at - b.at);
    if (!next) return false;
    this.now = next.at;
    next.at += next.span;
    next.action();
    return true;
  }
}

// As much of an element as the page uses.
class Element {
  children = [];
  dataset = {};
  textContent = '';
  value = '';
  checked = false;
  #listeners = {};
  classList = { add() {}, remove() {}, toggle: (name, on) => { this[name] = on; } };

  get rows() { return this.children; }
  append(...more) { this.children.push(...more); }
  replaceChildren(...all) { this.children = all; }
  insertRow() { return this.#made(); }
  insertCell() { return this.#made(); }
  createTBody() { return this.#made(); }
  setAttribute() {}
  addEventListener(kind, listener) { this.#listeners[kind] = listener; }
  click() { this.#listeners.click({ preventDefault() {} }); }

  #made() {
    const element = new Element();
    this.append(element);
    return element;
  }
}

// The page in a browser. `serve(request, socket)` plays the server for each connection.
class Page {
  clock = new Clock();
  requests = []; // "/runCase?case=1&agent=node"
  #elements = new Map();
  #due = 0;

  constructor(serve, fragment = '#run,agent=node') {
    const page = this;
    const document = new Element();
    document.body = new Element();
    document.getElementById = (id) => this.element(id);
    document.createElement = () => new Element();
    document.querySelector = () => this.element('table');
    document.querySelectorAll = () => [];
    this.body = document.body;
    class WebSocket {
      bufferedAmount = 0;
      sent = [];
      isOver = false;

      constructor(address) {
        assert.ok(address.startsWith('ws://here:9001/'), address);
        const request = address.slice('ws://here:9001'.length);
        page.requests.push(request);
        page.soon(() => serve(request, this, page));
      }

      send(data) { this.sent.push(data); }

      // What the server does:
      open() { this.onopen?.(); }
      say(data) { this.onmessage?.({ data }); }
      end() {
        if (!this.isOver) page.soon(() => this.onclose?.());
        this.isOver = true;
      }

      close() { this.end(); }

      answer(value) {
        this.open();
        if (value !== undefined) this.say(JSON.stringify(value));
        this.end();
      }
    }
    vm.runInNewContext(SCRIPT, {
      document,
      WebSocket,
      location: { hostname: 'here', hash: fragment },
      navigator: { userAgent: 'node' },
      performance: { now: () => this.clock.now },
      setInterval: (action, span) => this.clock.setInterval(action, span),
      clearInterval: (id) => this.clock.clearInterval(id),
      encodeURIComponent,
      decodeURIComponent,
    });
  }

  element(id) {
    if (!this.#elements.has(id)) this.#elements.set(id, new Element());
    return this.#elements.get(id);
  }

  get status() { return this.element('status').textContent; }
  asked(name) { return this.requests.filter((request) => request.startsWith('/' + name)); }

  // Runs the action in a later turn of the event loop.
  soon(action) {
    ++this.#due;
    setImmediate(() => {
      --this.#due;
      action();
    });
  }

  // Resolves when the page has ended its run; time passes whenever it waits. Fails after an hour of that time.
  async ended() {
    while (!this.body.dataset.state) {
      for (let turn = 0; turn < 2; ++turn) await new Promise(setImmediate);
      if (this.#due === 0 && !this.body.dataset.state) this.clock.advance();
      assert.ok(this.clock.now < 3600000, 'the page does not end: ' + this.status);
    }
    return this.body.dataset.state;
  }
}

// A server with this number of cases. `runCase(number, socket, page)` plays one; by default it is over at once.
function server(count, runCase = (number, socket) => socket.answer()) {
  return (request, socket, page) => {
    const number = Number(/case=(\d+)/.exec(request)?.[1]);
    if (request === '/getCaseCount') socket.answer(count);
    else if (request.startsWith('/getCaseInfo')) socket.answer({ id: `1.1.${number}`, description: '' });
    else if (request.startsWith('/getCaseStatus')) socket.answer({ behavior: 'OK', behaviorClose: 'OK' });
    else if (request.startsWith('/runCase')) runCase(number, socket, page);
    else socket.answer();
  };
}

test('runs every case once, echoes what comes, and asks for the reports', async () => {
  const echoed = [];
  const page = new Page(server(3, (number, socket) => {
    socket.open();
    socket.say(`message ${number}`);
    echoed.push(...socket.sent);
    socket.end();
  }));
  assert.equal(await page.ended(), 'done');
  assert.deepEqual(echoed, ['message 1', 'message 2', 'message 3']);
  assert.equal(page.asked('runCase').length, 3);
  assert.deepEqual(page.asked('updateReports'), ['/updateReports?agent=node']);
  assert.match(page.status, /^Done: 3 of 3 cases .*reports\.$/);
});

test('runs a refused case once more, and it counts then', async () => {
  let refusals = 0;
  const page = new Page(server(3, (number, socket) => {
    if (number === 2 && refusals++ === 0) socket.end();
    else socket.answer();
  }));
  await page.ended();
  assert.equal(page.asked('runCase?case=2&').length, 2);
  assert.match(page.status, /^Done: 3 of 3 cases/);
  assert.deepEqual(page.asked('updateReports'), ['/updateReports?agent=node']);
});

test('goes on after a case that cannot be run, and tells the server which one it was', async () => {
  for (const fail of [(socket) => socket.end(), () => {}, (socket) => socket.open()]) {
    const page = new Page(server(4, (number, socket) => (number === 2 ? fail(socket) : socket.answer())));
    assert.equal(await page.ended(), 'done');
    assert.equal(page.asked('runCase?case=2&').length, 2);
    assert.equal(page.asked('runCase').length, 5);
    assert.deepEqual(page.asked('updateReports'), ['/updateReports?agent=node&notRun=2']);
    assert.match(page.status, /^Done: 3 of 4 cases .*Not run: 1\.1\.2\./);
    assert.ok(page.clock.now <= 2 * PATIENCE);
  }
});

test('gives no case up on which messages come or octets leave, however long it takes', async () => {
  const page = new Page(server(2, (number, socket, { clock }) => {
    socket.open();
    let left = 40;
    const interval = clock.setInterval(() => {
      if (number === 1) socket.say('more');
      else socket.bufferedAmount = left;
      if (--left > 0) return;
      clock.clearInterval(interval);
      socket.end();
    }, PATIENCE / 3);
  }));
  assert.equal(await page.ended(), 'done');
  assert.equal(page.asked('runCase').length, 2);
  assert.ok(page.clock.now > 2 * 13 * PATIENCE);
});

test('asks a question once more, and ends with a sentence when the server has gone', async () => {
  let isGone = false;
  const serve = server(300, (number, socket) => {
    isGone ||= number === 100;
    if (isGone) socket.end();
    else socket.answer();
  });
  const page = new Page((request, socket, own) => (isGone ? socket.end() : serve(request, socket, own)));
  assert.equal(await page.ended(), 'trouble');
  assert.match(page.status, /did not answer \/getCaseCount/);
  assert.equal(page.asked('runCase').length, 101);
});

test('says so when it cannot even learn the cases', async () => {
  for (const fail of [(socket) => socket.end(), () => {}, (socket) => socket.open()]) {
    const page = new Page((request, socket) => fail(socket));
    assert.equal(await page.ended(), 'trouble');
    assert.match(page.status, /did not answer \/getCaseCount/);
    assert.ok(page.clock.now <= 2 * PATIENCE);
  }
});

test('gives up after a few cases in a row that cannot be run', async () => {
  const page = new Page(server(300, (number, socket) => (number > 10 ? socket.end() : socket.answer())));
  assert.equal(await page.ended(), 'done');
  assert.equal(page.asked('runCase').length, 10 + 5 * 2);
  assert.deepEqual(page.asked('updateReports'),
    [`/updateReports?agent=node&notRun=${encodeURIComponent('11,12,13,14,15')}`]);
  assert.match(page.status, /^Stopped after 10 of 300 cases/);
});

test('runs a case again of which the server says that it did not run', async () => {
  let asked = 0;
  const serve = server(1);
  const page = new Page((request, socket, own) => {
    if (request.startsWith('/getCaseStatus') && asked++ === 0) socket.answer({ behavior: 'NOT RUN' });
    else serve(request, socket, own);
  });
  assert.equal(await page.ended(), 'done');
  assert.equal(page.asked('runCase').length, 2);
  assert.match(page.status, /^Done: 1 of 1 cases/);
});

test('runs a case once more that only time has failed, and shows the second verdict', async () => {
  let asked = 0;
  const serve = server(1);
  const page = new Page((request, socket, own) => {
    if (!request.startsWith('/getCaseStatus')) serve(request, socket, own);
    else if (asked++ === 0) socket.answer({ behavior: 'FAILED', behaviorClose: 'OK', runAgain: true });
    else socket.answer({ behavior: 'NON-STRICT', behaviorClose: 'OK' });
  });
  assert.equal(await page.ended(), 'done');
  assert.equal(page.asked('runCase').length, 2);
  assert.match(page.status, /^Done: 1 of 1 cases/);
  assert.deepEqual(page.element('counts').children.map((mark) => mark.textContent), ['\u223c NON-STRICT 1']);
});

test('keeps the first verdict if such a case cannot be run once more', async () => {
  let runs = 0;
  const serve = server(1, (number, socket) => (runs++ === 0 ? socket.answer() : socket.end()));
  const page = new Page((request, socket, own) => {
    if (!request.startsWith('/getCaseStatus')) serve(request, socket, own);
    else socket.answer({ behavior: 'FAILED', behaviorClose: 'OK', runAgain: true });
  });
  assert.equal(await page.ended(), 'done');
  assert.equal(runs, 2);
  assert.match(page.status, /^Done: 1 of 1 cases/);
  assert.deepEqual(page.asked('updateReports'), ['/updateReports?agent=node']);
});

test('cuts the running case short when it is told to stop a second time', async () => {
  const page = new Page(server(3, (number, socket, own) => {
    socket.open();
    if (number < 2) return socket.end();
    own.element('stop').click();
    own.element('stop').click();
    return undefined;
  }));
  assert.equal(await page.ended(), 'done');
  assert.equal(page.asked('runCase').length, 2);
  assert.match(page.status, /^Stopped after 2 of 3 cases/);
  assert.equal(page.clock.now, 0);
});

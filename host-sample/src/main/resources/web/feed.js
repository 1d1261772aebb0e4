import {element} from './dom.js';

const MOST = 60;
const HEADLINES = ['title', 'name', 'body', 'documentId'];
const IDENTIFIERS = ['id', 'documentId'];

/** Listens to the CMS as one principal and lists what arrives, the newest first. */
export class Feed {
    #socket = null;
    #status = element('span', {className: 'status', data: {state: 'off'}}, 'not connected');
    #events = element('ol', {className: 'events', data: {empty: 'Nothing has arrived yet.'}});

    constructor(name, title) {
        this.body = element('div', {className: 'stack'});
        this.root = element('section', {className: 'feed card', data: {feed: name}},
            element('header', {}, element('h2', {}, title), this.#status),
            this.body,
            this.#events);
        this.#events.setAttribute('aria-live', 'polite');
    }

    connect(url, auth) {
        this.disconnect();
        this.#show('connecting', 'connecting');
        const socket = window.io(url, {auth, forceNew: true});
        this.#socket = socket;
        socket.on('connect', () => this.#show('connected', socket.recovered ? 'listening again, with what was missed' : 'listening'));
        socket.on('connect_error', (error) => this.#refused(socket, error));
        socket.on('disconnect', (reason) => this.#show(socket.active ? 'connecting' : 'refused',
            reason === 'io server disconnect' ? 'sent away' : 'connection lost'));
        socket.onAny((name, message) => this.#add(name, message));
    }

    disconnect() {
        this.#socket?.disconnect();
        this.#socket = null;
        this.#show('off', 'not connected');
    }

    /** A refusal is final and has a reason; a server that is not there is asked again. */
    #refused(socket, error) {
        if (socket.active) {
            this.#show('connecting', 'no server yet');
        } else {
            this.#show('refused', error.data?.code ? `${error.message} (${error.data.code})` : error.message);
        }
    }

    #show(state, text) {
        this.#status.dataset.state = state;
        this.#status.textContent = text;
    }

    #add(name, message) {
        const data = message && typeof message === 'object' && 'data' in message ? message.data : message;
        this.#events.prepend(card(name, data));
        while (this.#events.children.length > MOST) {
            this.#events.lastElementChild.remove();
        }
    }
}

function card(name, data) {
    const action = name.slice(name.indexOf(':') + 1);
    const values = data && typeof data === 'object' ? data : {value: data};
    const headline = HEADLINES.find((key) => typeof values[key] === 'string' && values[key] !== '');
    const details = element('dl');
    for (const [key, value] of Object.entries(values)) {
        if (key !== headline && (!IDENTIFIERS.includes(key) || Object.keys(values).length <= IDENTIFIERS.length)) {
            details.append(element('dt', {}, key), element('dd', {}, brief(value)));
        }
    }
    return element('li', {className: 'event', data: {event: name}},
        element('div', {className: 'line'},
            element('span', {className: 'tag', data: {action}}, name),
            element('time', {}, new Date().toLocaleTimeString())),
        headline ? element('strong', {}, values[headline]) : null,
        details);
}

/** A value as text: related entries by their names. */
function brief(value) {
    if (value === null || value === undefined) {
        return '–';
    }
    if (Array.isArray(value)) {
        return value.length === 0 ? 'none' : value.map(brief).join(', ');
    }
    if (typeof value === 'object') {
        const headline = HEADLINES.find((key) => typeof value[key] === 'string');
        return headline ? value[headline] : JSON.stringify(value);
    }
    return String(value);
}

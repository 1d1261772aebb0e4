import {ask} from './api.js';
import {element} from './dom.js';

const ARTICLE = 'api::article.article';
const FADE = 3000;
const SAY_AGAIN = 1500;

/**
 * Shows under each article how many comments it has, and who is writing one; takes comments of those who are logged in.
 * What it shows comes from the plugin sample-comments: without it, there is nothing to be seen of this.
 */
export class Talk {
    #url;
    #root;
    #list;
    #socket = null;
    #speaker = null;
    #articles = new Map();

    constructor(url, root) {
        this.#url = url;
        this.#root = root;
        this.#list = element('div', {className: 'talks'});
        root.append(this.#list);
        this.speak(null);
    }

    /** Listens and comments as somebody: `{ token, name }`, or null for nobody in particular. */
    speak(speaker) {
        this.#speaker = speaker;
        this.#socket?.disconnect();
        this.#articles.clear();
        this.#list.replaceChildren();
        const socket = window.io(this.#url, {
            auth: speaker ? {strategy: 'jwt', token: speaker.token} : {},
            forceNew: true,
        });
        this.#socket = socket;
        socket.on('connect', () => this.#look(socket));
        socket.on('comments:ready', () => this.#articles.forEach((article) => article.watch(true)));
        socket.onAny((event) => event.startsWith('article:') && this.#look(socket));
        socket.on('comments:count', ({data}) => this.#find(data.article)?.count(data.count));
        socket.on('comments:typing', ({data}) => this.#find(data.article)?.typing(data.name));
    }

    #find(id) {
        return [...this.#articles.values()].find((article) => article.id === id);
    }

    /** Shows the articles that there are now, and listens to those that are new. */
    async #look(socket) {
        let data;
        try {
            ({data} = await ask('GET', '/api/articles?fields=title&sort=id', {token: this.#speaker?.token}));
        } catch {
            return; // the next connection, or the next change, looks again
        }
        if (socket !== this.#socket) {
            return;
        }
        for (const [documentId, article] of this.#articles) {
            if (!data.some((entry) => entry.documentId === documentId)) {
                article.root.remove();
                this.#articles.delete(documentId);
            }
        }
        for (const entry of data) {
            let article = this.#articles.get(entry.documentId);
            if (!article) {
                article = new Article(entry, socket, this.#speaker, () => this.#root.hidden = false);
                this.#articles.set(entry.documentId, article);
                this.#list.append(article.root);
            }
            article.rename(entry.title);
            article.watch();
        }
    }
}

/** One article. */
class Article {
    #documentId;
    #socket;
    #speaker;
    #shown;
    #title = element('h3');
    #count = element('span', {className: 'count'});
    #typing = element('span', {className: 'typing'});
    #notice = element('p', {className: 'notice', role: 'alert'});
    #watched = null;
    #fading = 0;
    #said = 0;

    constructor(entry, socket, speaker, shown) {
        this.id = entry.id;
        this.#documentId = entry.documentId;
        this.#socket = socket;
        this.#speaker = speaker;
        this.#shown = shown;
        this.root = element('section', {className: 'talk card', data: {article: entry.documentId}},
            this.#title,
            element('p', {className: 'tally', role: 'status'}, this.#count, this.#typing),
            speaker ? this.#form() : null,
            this.#notice);
    }

    rename(title) {
        this.#title.textContent = title;
    }

    /** Subscribes and asks for the count, once a connection. A connection that ends meanwhile answers nothing. */
    watch(again = false) {
        if (!again && this.#watched === this.#socket.id) {
            return;
        }
        this.#watched = this.#socket.id;
        const entry = {uid: ARTICLE, documentId: this.#documentId, snapshot: true};
        this.#socket.emit('subscribe-entity', entry, (subscribed) => {
            if (subscribed.success) {
                this.rename(subscribed.data.title);
                this.#socket.emit('comments:watch', {article: this.#documentId});
            }
        });
    }

    count(count) {
        this.#count.textContent = count === 1 ? '1 comment' : `${count} comments`;
        this.#shown();
    }

    /** Somebody is; after a while, nobody is any more. */
    typing(name) {
        this.#typing.textContent = ` · ${name} is typing…`;
        clearTimeout(this.#fading);
        this.#fading = setTimeout(() => this.#typing.textContent = '', FADE);
    }

    #form() {
        const text = element('input', {
            name: 'comment', required: true, maxLength: 500, autocomplete: 'off',
            placeholder: `Comment as ${this.#speaker.name}`, 'aria-label': 'Your comment',
            oninput: () => this.#sayThatIType(),
        });
        return element('form', {
            onsubmit: async (event) => {
                event.preventDefault();
                this.#notice.textContent = '';
                try {
                    await ask('POST', '/api/comments', {
                        token: this.#speaker.token,
                        body: {data: {body: text.value, article: this.#documentId}},
                    });
                    text.value = '';
                } catch (error) {
                    this.#notice.textContent = error.message;
                }
            },
        }, text, element('button', {}, 'Comment'));
    }

    #sayThatIType() {
        if (Date.now() - this.#said > SAY_AGAIN) {
            this.#said = Date.now();
            this.#socket.emit('comments:typing', {article: this.#documentId});
        }
    }
}

import {ApiError, ask, logIn, realtimeUrl} from '../api.js';
import {element, field} from '../dom.js';
import {Feed} from '../feed.js';
import {contentPane} from './content.js';
import {rolesPane} from './roles.js';
import {tokensPane} from './tokens.js';
import {usersPane} from './users.js';

const KEPT = 'sample-cms-session';
const main = document.getElementById('main');
const leave = document.getElementById('leave');

/** Who is logged in: kept for this tab only, and never in a cookie. */
let session = JSON.parse(sessionStorage.getItem(KEPT));
let feeds = [];

function ended() {
    session = null;
    sessionStorage.removeItem(KEPT);
    feeds.forEach((feed) => feed.disconnect());
    showLogin();
}

leave.addEventListener('click', ended);

/** Asks the CMS as the one who is logged in; a session that has ended leads back to the door. */
async function request(method, path, body) {
    try {
        return await ask(method, path, {token: session.jwt, body});
    } catch (error) {
        if (error instanceof ApiError && error.status === 401) {
            ended();
        }
        throw error;
    }
}

function showLogin() {
    leave.hidden = true;
    const identifier = element('input', {value: 'admin@example.com', autocomplete: 'username', required: true});
    const password = element('input', {type: 'password', autocomplete: 'current-password', required: true});
    const notice = element('p', {className: 'notice', role: 'alert'});
    const form = element('form', {
        className: 'card stack login',
        async onsubmit(event) {
            event.preventDefault();
            notice.textContent = '';
            try {
                session = await logIn(identifier.value, password.value);
                sessionStorage.setItem(KEPT, JSON.stringify(session));
                showWorkbench();
            } catch (error) {
                notice.textContent = error.message;
            }
        },
    },
    element('h1', {}, 'Log in'),
    element('p', {className: 'soft small'}, 'Editors write content. Administrators also decide who may see it.'),
    field('Name or e-mail', identifier), field('Password', password), notice,
    element('div', {className: 'actions'}, element('button', {className: 'main'}, 'Log in')));
    main.replaceChildren(form);
    password.focus();
}

async function showWorkbench() {
    leave.hidden = false;
    const panes = {Content: contentPane};
    if (session.user.role.type === 'administrator') {
        Object.assign(panes, {Roles: rolesPane, Users: usersPane, 'API tokens': tokensPane});
    }
    const work = element('div');
    const tabs = element('div', {className: 'tabs', role: 'tablist'});
    for (const [name, pane] of Object.entries(panes)) {
        tabs.append(element('button', {
            type: 'button', role: 'tab', data: {tab: name},
            onclick: (event) => open(event.currentTarget, pane),
        }, name));
    }

    async function open(tab, pane) {
        for (const other of tabs.children) {
            other.setAttribute('aria-selected', String(other === tab));
        }
        work.replaceChildren();
        try {
            work.replaceChildren(await pane(request));
        } catch (error) {
            work.replaceChildren(element('p', {className: 'notice'}, error.message));
        }
    }

    main.replaceChildren(tabs, element('div', {className: 'workbench'}, work, await listeners()));
    await open(tabs.firstElementChild, contentPane);
}

/** The effect of an edit, as it is heard by anybody and by the one who made it. */
async function listeners() {
    const url = await realtimeUrl();
    const everyone = new Feed('public', 'Public hears');
    const self = new Feed('self', `${session.user.role.name} hears`);
    feeds.forEach((feed) => feed.disconnect());
    feeds = [everyone, self];
    everyone.connect(url, {});
    self.connect(url, {strategy: 'jwt', token: session.jwt});
    return element('aside', {className: 'stack'}, everyone.root, self.root);
}

if (session) {
    showWorkbench();
} else {
    showLogin();
}

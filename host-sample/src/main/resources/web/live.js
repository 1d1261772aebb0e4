import {logIn, realtimeUrl} from './api.js';
import {element, field} from './dom.js';
import {Feed} from './feed.js';
import {Talk} from './talk.js';

const url = await realtimeUrl();
const feeds = document.getElementById('feeds');

const everyone = new Feed('public', 'Public');
everyone.body.append(element('p', {className: 'who'}, 'Anybody, without logging in.'));
feeds.append(everyone.root);
everyone.connect(url, {});

const talk = new Talk(url, document.getElementById('talk'));

/** A column that stays disconnected until the visitor logs in there. The token is kept in this closure only. */
function column(name, title, suggestion) {
    const feed = new Feed(name, title);
    const identifier = element('input', {value: suggestion, autocomplete: 'username', required: true});
    const password = element('input', {type: 'password', autocomplete: 'current-password', required: true});
    const notice = element('p', {className: 'notice', role: 'alert'});
    const user = element('span');
    const inside = element('p', {className: 'who', hidden: true}, user, ' · ',
        element('button', {type: 'button', className: 'plain', onclick: leave}, 'log out'));
    const form = element('form', {onsubmit: enter},
        field('Name or e-mail', identifier), field('Password', password), notice,
        element('div', {className: 'actions'}, element('button', {className: 'main'}, 'Log in and listen')));

    async function enter(event) {
        event.preventDefault();
        notice.textContent = '';
        try {
            const answer = await logIn(identifier.value, password.value);
            password.value = '';
            user.textContent = `${answer.user.username}, as ${answer.user.role.name}`;
            form.hidden = true;
            inside.hidden = false;
            feed.connect(url, {strategy: 'jwt', token: answer.jwt});
            talk.speak({token: answer.jwt, name: answer.user.username});
        } catch (error) {
            notice.textContent = error.message;
        }
    }

    function leave() {
        feed.disconnect();
        talk.speak(null);
        form.hidden = false;
        inside.hidden = true;
    }

    feed.body.append(inside, form);
    feeds.append(feed.root);
}

column('authenticated', 'Authenticated', 'reader@example.com');
column('editor', 'Editor', 'editor@example.com');

import {element, field} from '../dom.js';
import {permissionBoxes} from './roles.js';

const TYPES = {'read-only': 'Read only', 'full-access': 'Full access', custom: 'Custom'};

/** The API tokens: made, shown once, revoked. */
export async function tokensPane(request) {
    const known = (await request('GET', '/admin/api/permissions')).data;
    const rows = element('tbody');
    const notice = element('p', {className: 'notice', role: 'alert'});
    const secret = element('div', {className: 'stack', hidden: true});

    async function attempt(work) {
        notice.textContent = '';
        try {
            await work();
        } catch (error) {
            notice.textContent = error.message;
        }
        await fill();
    }

    async function fill() {
        const tokens = (await request('GET', '/admin/api/tokens')).data;
        rows.replaceChildren(...tokens.map((token) => element('tr', {data: {token: token.name}},
            element('td', {}, token.name),
            element('td', {}, TYPES[token.type]),
            element('td', {}, token.expiresAt ? new Date(token.expiresAt).toLocaleString() : 'never'),
            element('td', {}, element('button', {
                type: 'button', className: 'danger', data: {act: 'revoke'},
                onclick: () => attempt(() => request('DELETE', `/admin/api/tokens/${token.id}`)),
            }, 'Revoke')))));
    }

    const create = (data) => attempt(async () => {
        const made = (await request('POST', '/admin/api/tokens', {data})).data;
        secret.hidden = false;
        secret.replaceChildren(
            element('h3', {}, `The secret of ‘${made.name}’`),
            element('p', {className: 'soft small'}, 'Copy it now: it is not stored, and cannot be shown again.'),
            element('code', {className: 'secret', data: {secret: ''}}, made.accessKey));
    });

    await fill();
    return element('div', {className: 'stack'},
        element('div', {className: 'card stack'}, notice, secret,
            element('div', {className: 'scroll'}, element('table', {},
                element('thead', {}, element('tr', {},
                    ...['Token', 'Type', 'Expires', ''].map((title) => element('th', {scope: 'col'}, title)))),
                rows))),
        newToken(known, create));
}

function newToken(known, create) {
    const name = element('input', {name: 'token-name', required: true});
    const type = element('select', {name: 'token-type', onchange: () => { boxes.root.hidden = type.value !== 'custom'; }},
        ...Object.entries(TYPES).map(([value, text]) => element('option', {value}, text)));
    const expires = element('input', {type: 'datetime-local'});
    const boxes = permissionBoxes(known, []);
    boxes.root.hidden = true;
    return element('form', {
        className: 'card stack',
        onsubmit(event) {
            event.preventDefault();
            const data = {name: name.value, type: type.value};
            if (type.value === 'custom') {
                data.permissions = boxes.chosen();
            }
            if (expires.value) {
                data.expiresAt = new Date(expires.value).toISOString();
            }
            create(data);
            name.value = '';
        },
    },
    element('h2', {}, 'New token'),
    element('div', {className: 'two'}, field('Name', name), field('Type', type), field('Expires (never, if empty)', expires)),
    boxes.root,
    element('div', {className: 'actions'}, element('button', {className: 'main'}, 'Create')));
}

import {element, field} from '../dom.js';

/** The users: what role each has, and who is kept out. */
export async function usersPane(request) {
    const roles = (await request('GET', '/admin/api/roles')).data.filter((role) => role.type !== 'public');
    const notice = element('p', {className: 'notice', role: 'alert'});
    const rows = element('tbody');

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
        const users = (await request('GET', '/admin/api/users')).data;
        rows.replaceChildren(...users.map((user) => row(user)));
    }

    function edit(user, data) {
        return attempt(() => request('PUT', `/admin/api/users/${user.id}`, {data}));
    }

    function row(user) {
        const role = roleChoice(roles, user.role.id);
        role.setAttribute('aria-label', `Role of ${user.username}`);
        role.addEventListener('change', () => edit(user, {role: role.value}));
        return element('tr', {data: {user: user.username}},
            element('td', {}, element('div', {}, user.username), element('div', {className: 'soft small'}, user.email)),
            element('td', {}, role),
            element('td', {}, element('i', {className: user.blocked ? 'pill off' : 'pill'}, user.blocked ? 'blocked' : 'active')),
            element('td', {}, element('div', {className: 'actions'},
                element('button', {type: 'button', data: {act: 'block'}, onclick: () => edit(user, {blocked: !user.blocked})},
                    user.blocked ? 'Unblock' : 'Block'),
                element('button', {
                    type: 'button', className: 'danger',
                    onclick: () => attempt(() => request('DELETE', `/admin/api/users/${user.id}`)),
                }, 'Remove'))));
    }

    await fill();
    return element('div', {className: 'stack'},
        element('div', {className: 'card stack'}, notice,
            element('div', {className: 'scroll'}, element('table', {},
                element('thead', {}, element('tr', {},
                    ...['User', 'Role', 'State', ''].map((title) => element('th', {scope: 'col'}, title)))),
                rows))),
        newUser(roles, (data) => attempt(() => request('POST', '/admin/api/users', {data}))));
}

function roleChoice(roles, current) {
    const control = element('select', {}, ...roles.map((role) => element('option', {value: role.id}, role.name)));
    control.value = current ?? roles[0].id;
    return control;
}

function newUser(roles, create) {
    const username = element('input', {required: true, autocomplete: 'off'});
    const email = element('input', {type: 'email', required: true, autocomplete: 'off'});
    const password = element('input', {type: 'password', required: true, minLength: 8, autocomplete: 'new-password'});
    const role = roleChoice(roles);
    return element('form', {
        className: 'card stack',
        async onsubmit(event) {
            event.preventDefault();
            await create({username: username.value, email: email.value, password: password.value, role: role.value});
            event.target.reset();
        },
    },
    element('h2', {}, 'New user'),
    element('div', {className: 'two'}, field('Name', username), field('E-mail', email),
        field('Password', password), field('Role', role)),
    element('div', {className: 'actions'}, element('button', {className: 'main'}, 'Add')));
}

import {element, field} from '../dom.js';

const ORDER = ['find', 'findDrafts', 'create', 'update', 'delete', 'publish', 'unpublish'];

/** The permissions of a role, as a grid: a row a content type, a column an action. */
export async function rolesPane(request) {
    const known = (await request('GET', '/admin/api/permissions')).data;
    const list = element('ul', {className: 'list'});
    const detail = element('div');
    const name = element('input', {name: 'role-name', required: true});
    const notice = element('p', {className: 'notice', role: 'alert'});

    async function fill(current) {
        const roles = (await request('GET', '/admin/api/roles')).data;
        list.replaceChildren(...roles.map((role) => {
            const button = element('button', {type: 'button', data: {role: role.name}, onclick: () => fill(role.id)},
                element('span', {}, role.name));
            button.setAttribute('aria-current', String(role.id === current));
            return element('li', {}, button);
        }));
        const chosen = roles.find((role) => role.id === current);
        detail.replaceChildren(chosen ? form(request, known, chosen, fill) : '');
    }

    const create = element('form', {
        className: 'stack',
        async onsubmit(event) {
            event.preventDefault();
            notice.textContent = '';
            try {
                const role = (await request('POST', '/admin/api/roles', {data: {name: name.value, permissions: []}})).data;
                name.value = '';
                await fill(role.id);
            } catch (error) {
                notice.textContent = error.message;
            }
        },
    }, field('New role', name), notice, element('div', {className: 'actions'}, element('button', {}, 'Add')));
    const first = (await request('GET', '/admin/api/roles')).data[0];
    await fill(first.id);
    return element('div', {className: 'split'}, element('div', {className: 'card stack'}, list, create), detail);
}

function form(request, known, role, fill) {
    const notice = element('p', {className: 'notice', role: 'status'});
    const boxes = permissionBoxes(known, role.permissions, role.type === 'administrator');

    async function attempt(work, next) {
        notice.className = 'notice';
        notice.textContent = '';
        try {
            await work();
            if (next) {
                await next();
            } else {
                notice.className = 'notice good';
                notice.textContent = 'Saved. It holds from now on, for live connections too.';
            }
        } catch (error) {
            notice.textContent = error.message;
        }
    }

    const save = () => request('PUT', `/admin/api/roles/${role.id}`, {data: {permissions: boxes.chosen()}});
    const remove = () => request('DELETE', `/admin/api/roles/${role.id}`);
    return element('form', {
        className: 'card stack', data: {form: 'role'},
        onsubmit(event) {
            event.preventDefault();
            attempt(save);
        },
    },
    element('h2', {}, role.name),
    element('p', {className: 'soft small'}, role.type === 'administrator'
        ? 'Administrators may always do everything.'
        : 'What this role may do with each type. It hears of a type what it may find.'),
    boxes.root, notice,
    element('div', {className: 'actions'},
        role.type === 'administrator' ? null : element('button', {className: 'main', data: {act: 'save'}}, 'Save'),
        role.type === 'custom'
            ? element('button', {type: 'button', className: 'danger', onclick: () => attempt(remove, () => fill())}, 'Remove')
            : null));
}

/** Permissions that have no box, such as those of plugins' own actions, stay as they are. */
export function permissionBoxes(known, granted, fixed = false) {
    const uids = [...new Set(known.map((permission) => permission.slice(0, permission.lastIndexOf('.'))))];
    const boxes = new Map();
    const rows = uids.map((uid) => element('tr', {}, element('th', {scope: 'row', title: uid}, uid.slice(uid.indexOf('.') + 1)),
        ...ORDER.map((action) => {
            const permission = `${uid}.${action}`;
            if (!known.includes(permission)) {
                return element('td');
            }
            const box = element('input', {
                type: 'checkbox', checked: granted.includes(permission), disabled: fixed, data: {permission},
                'aria-label': permission,
            });
            boxes.set(permission, box);
            return element('td', {}, box);
        })));
    const root = element('div', {className: 'scroll'}, element('table', {className: 'grid'},
        element('thead', {}, element('tr', {}, element('th'), ...ORDER.map((action) => element('th', {scope: 'col'}, action)))),
        element('tbody', {}, ...rows)));
    return {
        root,
        chosen: () => [
            ...granted.filter((permission) => !boxes.has(permission)),
            ...[...boxes].filter(([, box]) => box.checked).map(([permission]) => permission),
        ],
    };
}

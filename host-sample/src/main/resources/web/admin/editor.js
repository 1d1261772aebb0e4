import {element, field} from '../dom.js';
import {typeAt} from './types.js';

/** The form of one entry, or of a new one. Tells with which entry to go on after a change. */
export async function editor(request, type, entry, changed) {
    const notice = element('p', {className: 'notice', role: 'alert'});
    const inputs = await Promise.all(type.fields.map((definition) => input(request, definition, entry)));

    async function attempt(work) {
        notice.textContent = '';
        try {
            await changed(await work());
        } catch (error) {
            notice.textContent = error.message;
        }
    }

    function save() {
        const data = Object.assign({}, ...inputs.map((each) => each.changed()));
        return entry === null
            ? request('POST', `/api/${type.path}`, {data}).then((answer) => answer.data.documentId)
            : act('PUT', '', {data});
    }

    async function act(method, suffix, body) {
        await request(method, `/api/${type.path}/${entry.documentId}${suffix}`, body);
        return method === 'DELETE' ? null : entry.documentId;
    }

    const buttons = [element('button', {className: 'main', data: {act: 'save'}}, entry === null ? 'Create' : 'Save')];
    if (entry !== null) {
        if (type.drafts) {
            const word = entry.publishedAt ? 'unpublish' : 'publish';
            buttons.push(element('button', {
                type: 'button', data: {act: word}, onclick: () => attempt(() => act('POST', `/${word}`)),
            }, word[0].toUpperCase() + word.slice(1)));
        }
        buttons.push(element('button', {
            type: 'button', className: 'danger', data: {act: 'delete'},
            onclick: () => attempt(() => act('DELETE', '')),
        }, 'Delete'));
    }
    return element('form', {
        className: 'card stack', data: {form: type.one},
        onsubmit(event) {
            event.preventDefault();
            attempt(save);
        },
    },
    element('h2', {}, entry === null ? `New ${type.one}` : entry[type.headline]),
    ...inputs.map((each) => each.root), notice, element('div', {className: 'actions'}, ...buttons));
}

/**
 * One field of the form. What the user did not touch is not sent: the form may not have been able to show all of it.
 */
async function input(request, definition, entry) {
    const value = entry?.[definition.name] ?? null;
    const made = await control(request, definition, value);
    const shown = JSON.stringify(made.value());
    return {
        root: made.root,
        changed() {
            const now = made.value();
            return JSON.stringify(now) === shown ? {} : {[definition.name]: now};
        },
    };
}

async function control(request, definition, value) {
    if (definition.kind === 'one') {
        const current = value === null ? [] : [value];
        return choice(definition, value, await candidates(request, definition, current));
    }
    if (definition.kind === 'many') {
        return choices(definition, value ?? [], await candidates(request, definition, value ?? []));
    }
    return plain(definition, value);
}

/** What may be chosen: the current values, wherever they are in the alphabet, and the first hundred of all. */
async function candidates(request, definition, current) {
    const {headline} = typeAt(definition.of);
    const found = await readable(request, `/api/${definition.of}?fields=${headline}&sort=${headline}&pagination[pageSize]=100`);
    const missing = current.filter((entry) => found.every((one) => one.documentId !== entry.documentId));
    return [...missing, ...found].map((entry) => ({documentId: entry.documentId, text: entry[headline]}));
}

/** Entries that this user may not read are none. */
async function readable(request, path) {
    try {
        return (await request('GET', path)).data;
    } catch (error) {
        if (error.status === 403 || error.status === 404) {
            return [];
        }
        throw error;
    }
}

function plain(definition, value) {
    const control = element(definition.kind === 'long' ? 'textarea' : 'input', {name: definition.name, value: value ?? ''});
    if (definition.kind === 'number') {
        control.type = 'number';
        control.value = value ?? 0;
    }
    control.required = Boolean(definition.required);
    return {
        root: field(definition.label, control),
        value() {
            if (definition.optional && control.value === '') {
                return undefined;
            }
            return definition.kind === 'number' ? Number(control.value) : control.value;
        },
    };
}

function choice(definition, value, entries) {
    const control = element('select', {name: definition.name}, element('option', {value: ''}, '–'),
        ...entries.map((entry) => element('option', {value: entry.documentId}, entry.text)));
    control.value = value?.documentId ?? '';
    return {root: field(definition.label, control), value: () => control.value || null};
}

/** Boxes that were checked stay in their order; new ones follow. */
function choices(definition, value, entries) {
    const before = value.map((entry) => entry.documentId);
    const boxes = entries.map((entry) => element('input', {
        type: 'checkbox', name: definition.name, value: entry.documentId, checked: before.includes(entry.documentId),
    }));
    const root = element('fieldset', {}, element('legend', {}, definition.label),
        element('div', {className: 'checks'}, ...boxes.map((box, index) => element('label', {}, box, entries[index].text))));
    return {
        root,
        value() {
            const checked = boxes.filter((box) => box.checked).map((box) => box.value);
            const kept = before.filter((id) => checked.includes(id));
            return [...kept, ...checked.filter((id) => !kept.includes(id))];
        },
    };
}

import {element} from '../dom.js';
import {editor} from './editor.js';
import {TYPES, typeAt} from './types.js';

/** Lists the entries of a type beside the form of the one that is chosen. */
export async function contentPane(request) {
    const types = element('select', {'aria-label': 'Content type', onchange: () => choose(types.value)},
        ...TYPES.map((type) => element('option', {value: type.path}, type.name)));
    const list = element('ul', {className: 'list'});
    const form = element('div');
    const side = element('div', {className: 'card stack'}, types,
        element('button', {type: 'button', className: 'main', data: {act: 'new'}, onclick: () => edit(null)}, 'New'), list);
    let type = TYPES[0];
    let asked = 0;

    async function choose(path) {
        type = typeAt(path);
        form.replaceChildren();
        const entries = await fill();
        if (entries.length > 0) {
            await edit(entries[0].documentId);
        }
    }

    async function fill(current) {
        const entries = (await request('GET', `/api/${type.path}?sort=updatedAt:desc&pagination[pageSize]=100`)).data;
        list.replaceChildren(...entries.map((entry) => item(entry, entry.documentId === current)));
        return entries;
    }

    function item(entry, current) {
        const state = entry.publishedAt ? 'published' : 'draft';
        const button = element('button', {
            type: 'button', data: {documentId: entry.documentId}, onclick: () => edit(entry.documentId),
        },
        element('span', {}, entry[type.headline]),
        type.drafts ? element('span', {}, element('i', {className: `pill ${state}`}, state)) : null);
        button.setAttribute('aria-current', String(current));
        return element('li', {}, button);
    }

    async function edit(documentId) {
        for (const button of list.querySelectorAll('button')) {
            button.setAttribute('aria-current', String(button.dataset.documentId === documentId));
        }
        const turn = ++asked;
        form.replaceChildren(); // nobody types into a form that is about to be replaced
        const entry = documentId ? (await request('GET', `/api/${type.path}/${documentId}?populate=*`)).data : null;
        const next = await editor(request, type, entry, async (current) => {
            await fill(current);
            await edit(current);
        });
        if (turn === asked) {
            form.replaceChildren(next);
        }
    }

    await choose(type.path);
    return element('div', {className: 'split'}, side, form);
}

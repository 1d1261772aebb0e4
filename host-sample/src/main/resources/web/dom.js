/**
 * Makes an element. Values are always text: nothing that a client or the database says becomes markup.
 */
export function element(name, properties = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) {
        if (key === 'data') {
            Object.assign(made.dataset, value);
        } else if (key.startsWith('on')) {
            made.addEventListener(key.slice(2), value);
        } else if (key in made) {
            made[key] = value;
        } else {
            made.setAttribute(key, value);
        }
    }
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
}

/** A form field under its name. */
export function field(label, control) {
    return element('label', {className: 'field'}, label, control);
}

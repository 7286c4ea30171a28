// Elements. Text only ever gets in as text.

/* An element with attributes; `on` holds listeners, `text` its text; false, null and undefined
 * attributes are left out. Children are elements, texts, or null. */
export function el(tag, { on = {}, text, ...attributes } = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (value !== false && value !== null && value !== undefined) {
            element.setAttribute(name, value === true ? '' : value);
        }
    }
    for (const [name, listener] of Object.entries(on)) {
        element.addEventListener(name, listener);
    }
    if (text !== undefined) {
        element.textContent = text;
    }
    element.append(...children.flat().filter((child) => child !== null && child !== undefined));
    return element;
}

export const button = (text, act, attributes = {}) => el('button', { type: 'button', text, on: { click: act }, ...attributes });

/* A patch of colour: style attributes are forbidden here, properties are not. */
export function swatch(color, shape = '') {
    const element = el('span', { class: `swatch ${shape}`, 'aria-hidden': 'true' });
    element.style.setProperty('--color', color);
    return element;
}

/* An address that may be followed, or null: anything but the web is refused. */
export function webAddress(text) {
    try {
        const url = new URL(text);
        return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null;
    } catch {
        return null;
    }
}

export const link = (address, ...children) => el('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, ...children);

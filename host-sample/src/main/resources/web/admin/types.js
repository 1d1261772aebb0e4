/** What the forms show of each content type. A private field is written here and never read back. */
export const TYPES = [
    {
        path: 'articles', name: 'Articles', one: 'article', headline: 'title', drafts: true,
        fields: [
            {name: 'title', label: 'Title', kind: 'text', required: true},
            {name: 'slug', label: 'Slug (from the title, if empty)', kind: 'text', optional: true},
            {name: 'body', label: 'Body', kind: 'long'},
            {name: 'author', label: 'Author', kind: 'one', of: 'authors'},
            {name: 'category', label: 'Category', kind: 'one', of: 'categories'},
            {name: 'tags', label: 'Tags', kind: 'many', of: 'tags'},
            {name: 'views', label: 'Views', kind: 'number'},
            {name: 'internalNotes', label: 'Internal notes (private: never shown; empty changes nothing)', kind: 'text', optional: true},
        ],
    },
    {
        path: 'comments', name: 'Comments', one: 'comment', headline: 'body',
        fields: [
            {name: 'body', label: 'Body', kind: 'long', required: true},
            {name: 'article', label: 'Article', kind: 'one', of: 'articles'},
            {name: 'author', label: 'Author', kind: 'one', of: 'authors'},
        ],
    },
    {
        path: 'authors', name: 'Authors', one: 'author', headline: 'name',
        fields: [
            {name: 'name', label: 'Name', kind: 'text', required: true},
            {name: 'email', label: 'E-mail (private: never shown; empty changes nothing)', kind: 'text', optional: true},
        ],
    },
    {path: 'categories', name: 'Categories', one: 'category', headline: 'name', fields: [{name: 'name', label: 'Name', kind: 'text', required: true}]},
    {path: 'tags', name: 'Tags', one: 'tag', headline: 'name', fields: [{name: 'name', label: 'Name', kind: 'text', required: true}]},
];

export function typeAt(path) {
    return TYPES.find((type) => type.path === path);
}

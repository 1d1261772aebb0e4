/** A request that the CMS answered with an error. */
export class ApiError extends Error {
    constructor(status, message) {
        super(message);
        this.status = status;
    }
}

/** Asks the CMS. The token travels in the header only, and is kept by whoever calls. */
export async function ask(method, path, {token, body} = {}) {
    const headers = {};
    if (token) {
        headers.Authorization = `Bearer ${token}`;
    }
    if (body !== undefined) {
        headers['Content-Type'] = 'application/json';
    }
    const response = await fetch(path, {
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        credentials: 'omit',
    });
    const answer = await response.json();
    if (!response.ok) {
        throw new ApiError(response.status, answer.error?.message ?? response.statusText);
    }
    return answer;
}

export function logIn(identifier, password) {
    return ask('POST', '/api/auth/local', {body: {identifier, password}});
}

/** Where the live events are. */
export async function realtimeUrl() {
    return (await ask('GET', '/api/realtime')).url;
}

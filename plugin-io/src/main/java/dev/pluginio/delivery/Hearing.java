package dev.pluginio.delivery;

/**
 * How far a change may be heard, whatever permissions say.
 *
 * @param before by whom of the entry as it was
 * @param after by whom of the entry as it is
 */
record Hearing(Scope before, Scope after) {

    static final Hearing EVERYONE = new Hearing(Scope.EVERYONE, Scope.EVERYONE);
    static final Hearing NOBODY = new Hearing(Scope.NOBODY, Scope.NOBODY);
}

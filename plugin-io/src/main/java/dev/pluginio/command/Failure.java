package dev.pluginio.command;

/** Why a command was not done, for the person who gave it, with the exit code. */
final class Failure extends Exception {

    static final int NONE = 0;
    static final int OTHER = 1;
    static final int USAGE = 2;
    static final int NO_ANSWER = 3;
    static final int NOT_PERMITTED = 4;
    static final int NOT_THERE = 5;
    static final int WRONG = 6;

    private static final long serialVersionUID = 1L;

    private final int code;

    Failure(int code, String message) {
        super(message);
        this.code = code;
    }

    int code() {
        return code;
    }
}

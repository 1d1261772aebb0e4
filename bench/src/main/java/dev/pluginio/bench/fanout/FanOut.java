package dev.pluginio.bench.fanout;

import dev.pluginio.bench.fanout.Contender.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares our plugin in the packed sample host with a bare Netty that writes a ready frame, with netty-socketio and with
 * the official server of Node.js: what a delivery and a connection cost, what a stalled reader does to the others, and
 * what becomes of all clients coming back at once. Every server is a process of its own; all clients are in this one.
 *
 * <p>Run from the root of the repository. Arguments, all of which may be missing:
 *
 * <ul>
 *   <li>what to measure: {@code deliveries}, {@code idle}, {@code stalled}, {@code return}, {@code jitter}; without any, all
 *   <li>{@code short}: less of what takes long; five minutes for all
 *   <li>{@code rounds=5}: how many times
 *   <li>{@code seconds=2}: how long a run of broadcasts lasts
 *   <li>{@code clients=1000}, {@code idle=5000}: how many, where deliveries and where memory is measured
 *   <li>{@code before=10}: how often all clients come and go before memory is measured
 *   <li>{@code servers=ours,bare,stock,node}
 *   <li>{@code rehearsals=14}: how often coming and going is rehearsed before it is measured; with fewer, the JVM's compilers take
 *       much of the time
 *   <li>{@code collector=G1}: the garbage collector of the JVM that clients leave and come back to, {@code Z} for one that hardly stops it
 *   <li>{@code recovering=ours,durable,node,checking}: between which servers
 * </ul>
 */
public final class FanOut {

    private static final List<String> PARTS = List.of("deliveries", "idle", "stalled", "return", "jitter");

    private final List<String> arguments;

    private FanOut(List<String> arguments) {
        this.arguments = arguments;
    }

    /**
     * Measures.
     *
     * @param arguments as the class says
     * @throws Exception if a server does not do its part
     */
    public static void main(String[] arguments) throws Exception {
        Locale.setDefault(Locale.ROOT);
        new FanOut(List.of(arguments)).run();
    }

    private void run() throws Exception {
        Workplace workplace = new Workplace(Path.of(value("root", ".")));
        List<Kind> kinds = several("servers", Kind.class);
        boolean isShort = arguments.contains("short");
        int rounds = Integer.parseInt(value("rounds", "5"));
        Duration turn = Duration.ofMillis(Math.round(Double.parseDouble(value("seconds", isShort ? "1" : "2")) * 1000));
        int clients = Integer.parseInt(value("clients", "1000"));
        int idle = Integer.parseInt(value("idle", "5000"));
        if (isWanted("deliveries")) {
            new Delivering(workplace, kinds, clients, rounds, turn).run();
        }
        if (isWanted("idle")) {
            int before = Integer.parseInt(value("before", isShort ? "2" : "10"));
            new Idling(workplace, kinds, idle, before, isShort ? 1 : rounds).run();
        }
        if (isWanted("stalled")) {
            new Stalling(workplace, clients, rounds, turn.multipliedBy(4)).run();
        }
        if (isWanted("return")) {
            new Returning(workplace, idle, isShort ? 2 : rounds).run();
        }
        if (isWanted("jitter")) {
            int rehearsals = Integer.parseInt(value("rehearsals", isShort ? "1" : "14"));
            List<Recovering> servers = several("recovering", Recovering.class);
            new Jitter(workplace, servers, clients, isShort ? 1 : 3, rehearsals, value("collector", "G1")).run();
        }
    }

    private boolean isWanted(String part) {
        return arguments.contains(part) || PARTS.stream().noneMatch(arguments::contains);
    }

    private <E extends Enum<E>> List<E> several(String name, Class<E> type) {
        String all = Stream.of(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(","));
        return Arrays.stream(value(name, all).split(",", -1))
                .map(one -> Enum.valueOf(type, one.toUpperCase(Locale.ROOT)))
                .toList();
    }

    private String value(String name, String otherwise) {
        return arguments.stream()
                .filter(argument -> argument.startsWith(name + "="))
                .map(argument -> argument.substring(name.length() + 1))
                .findFirst()
                .orElse(otherwise);
    }
}

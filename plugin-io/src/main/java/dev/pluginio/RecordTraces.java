package dev.pluginio;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.runtime.ObjectMethods;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the JDK remembers of records. To give one its {@code equals} and so on, it adapts handles of its own to the types of
 * the components, and each of them keeps the last type to which it was adapted, and so that type's class loader.
 */
final class RecordTraces {

    private static final Logger LOG = LoggerFactory.getLogger(RecordTraces.class);

    private RecordTraces() {}

    /** Has it remember a class of the JDK in place of one of ours. */
    static void wipe() {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            MethodHandle part = lookup.findVirtual(String.class, "strip", MethodType.methodType(String.class));
            make(lookup, "equals", MethodType.methodType(boolean.class, String.class, Object.class), part);
            make(lookup, "hashCode", MethodType.methodType(int.class, String.class), part);
            make(lookup, "toString", MethodType.methodType(String.class, String.class), part);
        } catch (Throwable e) { // it is declared to throw whatever there is
            LOG.debug("The class loader may stay until others make use of records", e);
        }
    }

    /** As for a record, but of a class that is always there, so that nothing of ours takes the place of ours. */
    private static void make(MethodHandles.Lookup lookup, String method, MethodType type, MethodHandle part)
            throws Throwable {
        ObjectMethods.bootstrap(lookup, method, type, String.class, "part", part);
    }
}

package dev.pluginio.session.arguments;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The little that is to be known of a class file: which types the descriptors in its constant pool name. */
final class ClassFile {

    private static final Pattern TYPE = Pattern.compile("L([\\w$]+(?:/[\\w$]+)*)[;<]");
    private static final int MAGIC = 0xCAFEBABE;

    private ClassFile() {}

    /** The names of types, as {@link Class#getName()} has them; annotations that are not there are among them. */
    static Set<String> typesNamedIn(byte[] file) {
        Set<String> types = new TreeSet<>();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(file))) {
            if (in.readInt() != MAGIC) {
                throw new IllegalArgumentException("this is no class file");
            }
            in.readInt(); // version
            int count = in.readUnsignedShort();
            for (int index = 1; index < count; index++) {
                int tag = in.readUnsignedByte();
                if (tag == 1) {
                    Matcher descriptor = TYPE.matcher(in.readUTF());
                    while (descriptor.find()) {
                        types.add(descriptor.group(1).replace('/', '.'));
                    }
                } else {
                    in.skipBytes(sizeOf(tag));
                    index += tag == 5 || tag == 6 ? 1 : 0; // long and double take two places
                }
            }
            return types;
        } catch (IOException e) {
            throw new IllegalArgumentException("a class file ends too early", e);
        }
    }

    private static int sizeOf(int tag) {
        return switch (tag) {
            case 7, 8, 16, 19, 20 -> 2; // class, string, method type, module, package
            case 15 -> 3; // method handle
            case 3, 4, 9, 10, 11, 12, 17, 18 -> 4; // int, float, references, name and type, dynamic
            case 5, 6 -> 8; // long, double
            default -> throw new IllegalArgumentException("a class file has a constant of the unknown kind " + tag);
        };
    }
}

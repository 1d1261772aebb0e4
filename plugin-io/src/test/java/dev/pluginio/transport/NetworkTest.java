package dev.pluginio.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, 11.0.0.0",
        "10.0.0.7/8, 10.1.2.3, 9.255.255.255",
        "192.0.2.128/25, 192.0.2.200, 192.0.2.127",
        "192.0.2.7, 192.0.2.7, 192.0.2.8",
        "192.0.2.6/31, 192.0.2.7, 192.0.2.8",
        "2001:db8::/32, 2001:db8:ffff::1, 2001:db9::",
        "2001:db8::/33, 2001:db8:7fff::1, 2001:db8:8000::",
        "::1, ::1, ::2",
        "0.0.0.0/0, 255.1.2.3, ::1",
        "::/0, 2001:db8::1, 10.0.0.1",
        "10.0.0.0/8, ::ffff:10.1.2.3, ::ffff:11.0.0.1",
    })
    void containsTheAddressesWhoseFirstBitsAreTheSame(String network, String inside, String outside) throws Exception {
        assertThat(Network.of(network).contains(InetAddress.getByName(inside))).isTrue();
        assertThat(Network.of(network).contains(InetAddress.getByName(outside))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "10",
                "10.0.0",
                "10.0.0.0.0",
                "010.0.0.1",
                "256.0.0.1",
                "10.0.0.0/33",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "10.0.0.0/8/8",
                ":",
                ":::",
                "1:2:3:4:5:6:7:8:9",
                "1::2::3",
                "12345::",
                "::1/129",
                "::1%lo",
                "[::1]",
                " 10.0.0.1",
            })
    void isNothingElse(String text) {
        assertThat(Network.parse(text)).isEmpty();
        assertThatThrownBy(() -> Network.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hasNoMoreBitsThanItsAddress() throws Exception {
        InetAddress address = InetAddress.getByName("10.0.0.0");

        assertThatThrownBy(() -> new Network(address, 33)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Network.of("10.0.0.0/8")).hasToString("10.0.0.0/8");
    }
}

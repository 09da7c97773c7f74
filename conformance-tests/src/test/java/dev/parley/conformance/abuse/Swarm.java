package dev.parley.conformance.abuse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Sockets by the hundred on one thread. Those that do not read have a receive buffer of 4 KiB, join
 * their topic and from then on only ping, so that they count as alive. Thread-safe.
 */
final class Swarm implements AutoCloseable {
  private static final int MUTE_RECEIVE_BUFFER = 4096;
  private static final int READER_RECEIVE_BUFFER = 256 * 1024;
  private static final int READ_BUFFER = 512 * 1024;

  private final URI base;
  private final Duration pingEvery;
  private final Selector selector;
  private final ByteBuffer buffer = ByteBuffer.allocate(READ_BUFFER);
  private final Queue<Member> arriving = new ConcurrentLinkedQueue<>();
  private final List<Member> members = new CopyOnWriteArrayList<>();
  private final Queue<Member> waking = new ConcurrentLinkedQueue<>();
  private final Thread thread = Thread.ofPlatform().name("swarm").daemon().unstarted(this::run);
  private volatile boolean closed;

  /**
   * @param pingEvery how often each socket shows that it lives
   */
  Swarm(URI base, Duration pingEvery) {
    this.base = base;
    this.pingEvery = pingEvery;
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread.start();
  }

  /** Opens a socket; its handshake goes on by itself. */
  Member open(String token, boolean reads, String subscribe, String eventType) {
    try {
      SocketChannel channel = SocketChannel.open();
      channel.setOption(
          StandardSocketOptions.SO_RCVBUF, reads ? READER_RECEIVE_BUFFER : MUTE_RECEIVE_BUFFER);
      channel.connect(new InetSocketAddress(base.getHost(), base.getPort()));
      Member member = new Member(channel, reads, subscribe, eventType);
      channel.write(ByteBuffer.wrap(handshake(token)));
      channel.configureBlocking(false);
      members.add(member);
      arriving.add(member);
      selector.wakeup();
      return member;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] handshake(String token) {
    String head =
        """
        GET /api/v1/ws HTTP/1.1
        Host: %s
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
        Sec-WebSocket-Protocol: parley.v1
        """
            .formatted(base.getAuthority());
    String all = head + "Authorization: Bearer " + token + "\n\n";
    return all.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Lets a socket read after all, until its end. */
  void readOn(Member member) {
    waking.add(member);
    selector.wakeup();
  }

  private void run() {
    long pingAt = System.nanoTime() + pingEvery.toNanos();
    try {
      while (!closed) {
        selector.select(this::ready, 100);
        for (Member next = arriving.poll(); next != null; next = arriving.poll()) {
          next.channel.register(selector, SelectionKey.OP_READ, next);
        }
        for (Member next = waking.poll(); next != null; next = waking.poll()) {
          SelectionKey key = next.channel.keyFor(selector);
          if (key != null && key.isValid()) {
            key.interestOps(SelectionKey.OP_READ);
          }
        }
        if (System.nanoTime() - pingAt > 0) {
          members.forEach(Swarm::ping);
          pingAt = System.nanoTime() + pingEvery.toNanos();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void ping(Member member) {
    if (member.open && !member.ended) {
      try {
        member.send(ClientFrames.whole(ClientFrames.PING, new byte[0]));
      } catch (IOException gone) {
        end(member);
      }
    }
  }

  private void ready(SelectionKey key) {
    Member member = (Member) key.attachment();
    try {
      buffer.clear().put(member.rest());
      if (member.channel.read(buffer) < 0) {
        end(member);
        return;
      }
      member.received(buffer);
      if (member.joined && !member.reads) {
        key.interestOps(0);
      }
    } catch (IOException gone) {
      end(member);
    }
  }

  private static void end(Member member) {
    member.ended = true;
    try {
      member.channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join();
      members.forEach(Swarm::end);
      selector.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

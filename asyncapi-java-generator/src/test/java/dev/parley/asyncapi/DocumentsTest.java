package dev.parley.asyncapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Documents of other shapes than the shop: several channels, one direction only, several documents.
 */
class DocumentsTest {
  private static final String TWO_CHANNELS =
      """
      asyncapi: 3.0.0
      channels:
        chat-room:
          address: '/rooms/{roomId}'
          parameters: { roomId: {} }
          messages:
            say: { payload: { type: object, required: [op], properties: { op: { const: say }, text: { type: string } } } }
            said: { $ref: '#/components/messages/said' }
            failed: { payload: { type: object, required: [op], properties: { op: { const: failed } } } }
        news:
          address: /news
          messages:
            said: { $ref: '#/components/messages/said' }
      operations:
        hear:
          action: receive
          channel: { $ref: '#/channels/chat-room' }
          messages: [{ $ref: '#/channels/chat-room/messages/say' }]
          reply: { messages: [{ $ref: '#/channels/chat-room/messages/said' }, { $ref: '#/channels/chat-room/messages/failed' }] }
        tell: { action: send, channel: { $ref: '#/channels/news' } }
      components:
        messages:
          said:
            x-java-name: ignored
            payload: { type: object, x-java-name: Utterance, required: [op], properties: { op: { const: said } } }
      """;

  @TempDir Path directory;

  private List<String> arguments(String name, String document, String... more) throws IOException {
    Path file = directory.resolve("specs").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, document);
    List<String> args =
        new ArrayList<>(
            List.of(
                "--input",
                file.toString(),
                "--output",
                directory.resolve("sources").toString(),
                "--target",
                "server"));
    args.addAll(List.of(more));
    return args;
  }

  @Test
  void makesEachChannelOfADocument() throws Exception {
    Main.generate(arguments("chat.yaml", TWO_CHANNELS, "--package", "chat"));
    ClassLoader classes = Shop.compile(directory.resolve("sources"), directory.resolve("classes"));

    assertThat(classes.loadClass("chat.ChatRoomEndpoint").getField("PATH").get(null))
        .isEqualTo("/rooms/{roomId}");
    assertThat(classes.loadClass("chat.ChatRoomClientMessage").getPermittedSubclasses())
        .extracting(Class::getSimpleName)
        .containsExactly("Say");
    assertThat(classes.loadClass("chat.ChatRoomServerMessage").getPermittedSubclasses())
        .extracting(Class::getSimpleName)
        .containsExactly("Utterance", "Failed");
    assertThat(classes.loadClass("chat.Utterance").getInterfaces())
        .extracting(Class::getSimpleName)
        .containsExactlyInAnyOrder("ChatRoomServerMessage", "NewsServerMessage");
    assertThatThrownBy(() -> classes.loadClass("chat.NewsDispatcher"))
        .isInstanceOf(ClassNotFoundException.class);
    assertThat(classes.loadClass("chat.NewsDelegate").getMethods())
        .extracting(java.lang.reflect.Method::getName)
        .containsExactlyInAnyOrder("onOpen", "onText", "onBinary", "onClose", "onError");
  }

  @Test
  void refusesOneNameForTwoChannels() throws IOException {
    List<String> args = arguments("chat.yaml", TWO_CHANNELS, "--package", "chat", "--name", "Chat");
    assertThatThrownBy(() -> Main.generate(args))
        .hasMessageContaining("#/channels: --name needs a document with one channel");
  }

  @Test
  void makesTypesOfADocumentWithoutChannels() throws Exception {
    Main.generate(
        arguments(
            "types.yaml",
            "asyncapi: 3.0.1\ncomponents: { schemas: { Point: { type: object, properties: { x: { type: integer } } } } }",
            "--package",
            "types"));
    ClassLoader classes = Shop.compile(directory.resolve("sources"), directory.resolve("classes"));
    assertThat(classes.loadClass("types.Point").getRecordComponents()[0].getType())
        .isEqualTo(Long.class);
  }

  private static final String CLIENTS =
      """
      asyncapi: 3.0.0
      channels:
        requests:
          address: /requests
          messages:
            ask: { payload: { type: object, properties: { q: { type: string } } } }
            again: { payload: { $ref: '#/channels/requests/messages/ask/payload' } }
        answers:
          address: 'wss://example.org:8443/answers'
          messages:
            told: { payload: { schemaFormat: 'application/vnd.oai.openapi+json;version=3.0.0', schema: { type: string, nullable: true } } }
            bye: {}
        idle: {}
      operations:
        ask:
          action: send
          channel: { $ref: '#/channels/requests' }
          reply: { channel: { $ref: '#/channels/answers' } }
      """;

  @Test
  void takesADocumentOfAClientFromTheOtherSide() throws Exception {
    Main.generate(arguments("client.yaml", CLIENTS, "--package", "asked", "--describes", "client"));
    ClassLoader classes = Shop.compile(directory.resolve("sources"), directory.resolve("classes"));

    Class<?> ask = classes.loadClass("asked.Ask");
    assertThat(classes.loadClass("asked.RequestsClientMessage").getPermittedSubclasses())
        .containsExactly(ask);
    assertThat(classes.loadClass("asked.RequestsDelegate").getMethods())
        .extracting(java.lang.reflect.Method::getName)
        .contains("onAsk")
        .doesNotContain("onAgain");
    assertThat(classes.loadClass("asked.AnswersServerMessage").getPermittedSubclasses())
        .extracting(Class::getSimpleName)
        .containsExactly("Told", "Bye");
    assertThat(classes.loadClass("asked.AnswersEndpoint").getField("PATH").get(null))
        .isEqualTo("/answers");
    assertThat(classes.loadClass("asked.Bye").getRecordComponents()[0].getType())
        .isEqualTo(Object.class);
    assertThatThrownBy(() -> classes.loadClass("asked.IdleEndpoint"))
        .isInstanceOf(ClassNotFoundException.class);
    // One message that no constant names is read all the same.
    Object read =
        new com.fasterxml.jackson.databind.ObjectMapper()
            .readValue("{\"q\":\"why\"}", classes.loadClass("asked.RequestsClientMessage"));
    assertThat(read).isInstanceOf(ask).hasToString("Ask[q=why]");
  }

  @Test
  void servesTheClientMessagesOfAnotherDocument() throws Exception {
    Main.generate(arguments("common/frames.yaml", FRAMES, "--package", "frames"));
    Main.generate(
        arguments(
            "events.yaml",
            EVENTS,
            "--package",
            "events",
            "--map",
            "common/frames.yaml=frames",
            "--delegate",
            "frames.AllDelegate",
            "--session",
            "frames.AllSession"));
    ClassLoader classes = Shop.compile(directory.resolve("sources"), directory.resolve("classes"));

    Class<?> delegate = classes.loadClass("frames.AllDelegate");
    Class<?> mapper = com.fasterxml.jackson.databind.ObjectMapper.class;
    assertThat(classes.loadClass("events.EventsEndpoint").getConstructor(delegate, mapper))
        .isNotNull();
    assertThatThrownBy(() -> classes.loadClass("events.EventsClientMessage"))
        .isInstanceOf(ClassNotFoundException.class);
    assertThat(classes.loadClass("events.Happened").getRecordComponents()[0].getType())
        .isEqualTo(classes.loadClass("frames.EnvelopeSource"));
  }

  private static final String FRAMES =
      """
      asyncapi: 3.0.0
      channels:
        all: { address: /ws, messages: { join: { $ref: '#/components/messages/join' } } }
      operations:
        receive: { action: receive, channel: { $ref: '#/channels/all' } }
      components:
        messages:
          join: { payload: { type: object, required: [type], properties: { type: { const: join } } } }
        schemas:
          Envelope:
            type: object
            properties:
              source: { type: object, properties: { host: { type: string } } }
      """;

  private static final String EVENTS =
      """
      asyncapi: 3.0.0
      channels:
        events:
          address: /events/ws
          messages:
            join: { $ref: 'common/frames.yaml#/components/messages/join' }
            happened:
              payload:
                allOf:
                  - { $ref: 'common/frames.yaml#/components/schemas/Envelope' }
                  - { required: [type], properties: { type: { const: happened } } }
      operations:
        receive:
          action: receive
          channel: { $ref: '#/channels/events' }
          messages: [{ $ref: '#/channels/events/messages/join' }]
        send:
          action: send
          channel: { $ref: '#/channels/events' }
          messages: [{ $ref: '#/channels/events/messages/happened' }]
      """;
}

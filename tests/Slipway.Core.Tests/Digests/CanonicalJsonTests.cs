using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using Slipway.Core.Digests;
using Slipway.Model.Values;

namespace Slipway.Core.Tests.Digests;

public sealed class CanonicalJsonTests
{
    private static readonly Gen<string> Text = Gen.OneOf(
            Gen.Char['\0', '\x1f'], Gen.Char[' ', '~'], Gen.Char['\x7f', '\u0fff'], Gen.OneOf('"', '\\', '/', '\u2028'))
        .Array[0, 12]
        .Select(Gen.OneOf(string.Empty, "\U0001F600"), (text, end) => new string(text) + end);

    [Theory]
    [InlineData("\"\\\b\t\n\f\r", "\"\\\"\\\\\\b\\t\\n\\f\\r\"")]
    [InlineData("\0\x1f\x7f", "\"\\u0000\\u001f\x7f\"")]
    [InlineData("é/</\u2028\U0001F600", "\"é/</\u2028\U0001F600\"")]
    public void Strings_escape_what_RFC_8785_says_and_nothing_else(string text, string json)
    {
        Assert.Equal(json, Write(text));
    }

    [Fact]
    public void Any_string_reads_back_and_is_written_as_the_specification_says() =>
        Text.Sample(text =>
        {
            string json = Write(text);
            Assert.Equal(text, JsonSerializer.Deserialize<string>(json));
            Assert.Equal(Specified(text), json);
        });

    [Fact]
    public void Any_object_has_its_keys_in_the_order_asked_for() =>
        Gen.Dictionary(Text, Text)[0, 8].Sample(members =>
        {
            foreach (IComparer<string> order in (IComparer<string>[])[StringComparer.Ordinal, Utf8Order.Instance])
            {
                var output = new ArrayBufferWriter<byte>();
                CanonicalJson.WriteObject(output, members, order);
                using var parsed = JsonDocument.Parse(output.WrittenMemory);
                Assert.Equal(
                    members.Keys.Order(order),
                    parsed.RootElement.EnumerateObject().Select(member => member.Name));
                Assert.All(
                    parsed.RootElement.EnumerateObject(),
                    member => Assert.Equal(members[member.Name], member.Value.GetString()));
            }
        });

    [Fact]
    public void Half_a_surrogate_pair_is_not_unicode()
    {
        Assert.All((string[])["", "a\U0001F600b"], text => Assert.True(CanonicalJson.IsUnicode(text)));
        Assert.All(
            (string[])["\ud800", "\udc00\ud800", "\ud83d\ude00\ud83d", "\ud83dx"],
            text => Assert.False(CanonicalJson.IsUnicode(text)));
    }

    private static string Write(string text)
    {
        var output = new ArrayBufferWriter<byte>();
        CanonicalJson.WriteString(output, text);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    // RFC 8785, section 3.2.2.2, character by character.
    private static string Specified(string text) => "\"" + string.Concat(text.Select(c => c switch
    {
        '\b' => "\\b",
        '\t' => "\\t",
        '\n' => "\\n",
        '\f' => "\\f",
        '\r' => "\\r",
        '"' => "\\\"",
        '\\' => "\\\\",
        < ' ' => "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture),
        _ => c.ToString(),
    })) + "\"";
}

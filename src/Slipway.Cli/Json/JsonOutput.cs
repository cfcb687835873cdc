using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Slipway.Cli.Json;

/// <summary>Prints documents as JSON.</summary>
internal static class JsonOutput
{
    // Output for programs and terminals, never for a web page: text stays readable.
    private static readonly DocumentContext Context = new(new JsonSerializerOptions(DocumentContext.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static void Write<T>(TextWriter output, T document) =>
        output.WriteLine(JsonSerializer.Serialize(document, (JsonTypeInfo<T>)Context.GetTypeInfo(typeof(T))!));
}

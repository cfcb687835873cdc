using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Slipway.Model.Text;

namespace Slipway.Cli.Json;

/// <summary>Prints documents as JSON.</summary>
internal static class JsonOutput
{
    // Output for programs and terminals, never for a web page: text stays readable, but for what a terminal would act
    // on.
    private static readonly DocumentContext Context = new(new JsonSerializerOptions(DocumentContext.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    private static readonly DocumentContext Compact = new(
        new JsonSerializerOptions(Context.Options) { WriteIndented = false });

    public static void Write<T>(TextWriter output, T document) =>
        output.WriteLine(
            Display.Lines(JsonSerializer.Serialize(document, (JsonTypeInfo<T>)Context.GetTypeInfo(typeof(T))!)));

    /// <summary>A document on one line, for what takes no more than that.</summary>
    public static string ToLine<T>(T document) =>
        Display.Line(JsonSerializer.Serialize(document, (JsonTypeInfo<T>)Compact.GetTypeInfo(typeof(T))!));
}

using System.Reflection;

namespace Slipway.Application.Starting;

/// <summary>The schema of <c>slipway.yml</c>, which the program carries in itself.</summary>
internal static class PublishedSchema
{
    private const string Name = "slipway.schema.json";

    public static string Text()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Name)
            ?? throw new InvalidOperationException("The program lacks its schema.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

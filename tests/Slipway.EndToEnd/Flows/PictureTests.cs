using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Flows;

/// <summary>
/// The pictures of the documentation are what the program shows today. Those of this run are kept in
/// <c>TestResults/pictures</c>, to be looked at.
/// </summary>
[Collection(ExampleCollection.Name)]
public sealed partial class PictureTests
{
    [Fact]
    public async Task A_picture_shows_what_a_terminal_shows()
    {
        await Machine.RequireEngineAsync();
        await Machine.RequireToolAsync("python3", "--version");
        string drawn = Repository.PathOf("TestResults", "pictures");

        await Tool.CheckAsync(Repository.PathOf("scripts", "pictures"), drawn);

        string[] pictures = Directory.GetFiles(Repository.PathOf("docs", "pictures"), "*.svg");
        Assert.NotEmpty(pictures);
        foreach (string picture in pictures)
        {
            Assert.Equal(TextOf(picture), TextOf(Path.Join(drawn, Path.GetFileName(picture))));
        }
    }

    /// <summary>The lines of a picture, without what differs from run to run.</summary>
    private static string TextOf(string picture)
    {
        var text = new StringBuilder();
        foreach (var line in XDocument.Load(picture)
            .Descendants(XName.Get("text", "http://www.w3.org/2000/svg"))
            .GroupBy(part => (string?)part.Attribute("y")))
        {
            text.AppendJoin("", line.Select(part => part.Value)).Append('\n');
        }

        return Changing().Replace(text.ToString().Replace('\u00a0', ' '), "…");
    }

    [GeneratedRegex(
        @"\b[0-9a-f]{12}\b|\b[0-9]+(\.[0-9]+)? s\b|(?<=built )(just now|[0-9]+ \w+\s+ago)|\s+at level-1:",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Changing();
}

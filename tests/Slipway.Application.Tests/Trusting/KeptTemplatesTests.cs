using System.Text;
using System.Text.Json.Nodes;
using Slipway.Application.Trusting;
using Slipway.Model.Secrets;
using Slipway.Model.Tasks;
using Slipway.Model.Values;

namespace Slipway.Application.Tests.Trusting;

public sealed class KeptTemplatesTests : IDisposable
{
    private static readonly Uri Template =
        new($"https://hg.example.org/x/raw-file/{new string('a', 40)}/.taskcluster.yml");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-templates-");
    private readonly Web _web = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_template_of_a_whole_revision_is_asked_for_once()
    {
        Assert.Equal("template", await FindAsync(Template));
        Assert.Equal("template", await FindAsync(Template));
        Assert.Equal(1, _web.Asked);
    }

    [Theory]
    [InlineData("https://hg.example.org/x/raw-file/main/.taskcluster.yml")]
    [InlineData("https://hg.example.org/x/raw-file/aaaaaaaaaaaa/.taskcluster.yml")]
    [InlineData("https://hg.example.org/x/json-pushes?changeset=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("https://github.com/o/n/branch_commits/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("https://hg.example.org/x/raw-file/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/other.yml")]
    public async Task What_may_change_is_asked_for_every_time(string address)
    {
        await FindAsync(new Uri(address));
        await FindAsync(new Uri(address));

        Assert.Equal(2, _web.Asked);
        Assert.Empty(_folder.GetFiles());
    }

    [Theory]
    [InlineData(".yml", "another template")]
    [InlineData(".json", "{}")]
    [InlineData(".json", "nonsense")]
    public async Task What_somebody_wrote_there_is_not_believed(string ending, string content)
    {
        await FindAsync(Template);
        File.WriteAllText(_folder.GetFiles($"*{ending}").Single().FullName, content);

        Assert.Equal("template", await FindAsync(Template));
        Assert.Equal(2, _web.Asked);
    }

    [Fact]
    public async Task An_entry_of_another_address_or_store_is_not_believed()
    {
        await FindAsync(Template);
        var other = new Uri(Template.AbsoluteUri.Replace('a', 'b'));
        string entry = _folder.GetFiles("*.json").Single().FullName;
        File.Copy(
            entry,
            Path.Join(_folder.FullName, $"template-{Sha256Digest.Of(Encoding.UTF8.GetBytes(other.AbsoluteUri))}.json"));
        _web.Content = "the other one";

        Assert.Equal("the other one", await FindAsync(other));
        Assert.Equal("the other one", await FindAsync(Template, "another secret"));
    }

    [Fact]
    public async Task Somebody_who_forges_content_and_hash_is_found_out_by_the_secret()
    {
        await FindAsync(Template);
        var forged = Sha256Digest.Of("forged"u8);
        File.WriteAllText(Path.Join(_folder.FullName, $"template-{forged}.yml"), "forged");
        string entry = _folder.GetFiles("*.json").Single().FullName;
        var content = JsonNode.Parse(File.ReadAllText(entry))!;
        content["sha256"] = forged.ToString();
        File.WriteAllText(entry, content.ToJsonString());

        Assert.Equal("template", await FindAsync(Template));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<string> FindAsync(Uri address, string secret = "secret")
    {
        var templates = new KeptTemplates(_web, _folder.FullName, new Secret(secret));
        var found = await templates.FindAsync(address, 1000, Cancel);
        return Encoding.UTF8.GetString(found!.Value.Span);
    }

    private sealed class Web : IWebPages
    {
        public int Asked { get; private set; }

        public string Content { get; set; } = "template";

        public Task<ReadOnlyMemory<byte>?> FindAsync(Uri address, int limit, CancellationToken cancellationToken)
        {
            Asked++;
            return Task.FromResult<ReadOnlyMemory<byte>?>(Encoding.UTF8.GetBytes(Content));
        }
    }

    private sealed class Secret(string key) : IStoreSecret
    {
        public string IdFor(string purpose, string text) =>
            Sha256Digest.Of(Encoding.UTF8.GetBytes($"{key}\0{purpose}\0{text}")).ToString();
    }
}

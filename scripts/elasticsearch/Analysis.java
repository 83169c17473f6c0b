package terakoya;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.cjk.CJKWidthFilter;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.ja.JapaneseAnalyzer;
import org.apache.lucene.analysis.ja.JapaneseBaseFormFilter;
import org.apache.lucene.analysis.ja.JapaneseKatakanaStemFilter;
import org.apache.lucene.analysis.ja.JapanesePartOfSpeechStopFilter;
import org.apache.lucene.analysis.ja.JapaneseTokenizer;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.ngram.EdgeNGramTokenFilter;
import org.elasticsearch.plugin.Inject;
import org.elasticsearch.plugin.NamedComponent;
import org.elasticsearch.plugin.analysis.TokenFilterFactory;
import org.elasticsearch.plugin.analysis.TokenizerFactory;
import org.elasticsearch.plugin.settings.AnalysisSettings;
import org.elasticsearch.plugin.settings.BooleanSetting;
import org.elasticsearch.plugin.settings.IntSetting;
import org.elasticsearch.plugin.settings.ListSetting;
import org.elasticsearch.plugin.settings.StringSetting;

/**
 * The parts of Elastic's analysis-common module and analysis-kuromoji plugin that our mapping names, under their
 * official names and with their official settings and defaults, for the minimal distribution that tests run on.
 * Each only returns Lucene's own class. Production has Elastic's; nothing here goes there.
 */
public final class Analysis {
    private Analysis() {}

    @NamedComponent("cjk_width")
    public static final class CjkWidth implements TokenFilterFactory {
        @Override
        public TokenStream create(TokenStream input) {
            return new CJKWidthFilter(input);
        }

        @Override
        public TokenStream normalize(TokenStream input) {
            return create(input);
        }
    }

    @AnalysisSettings
    public interface BigramSettings {
        @BooleanSetting(path = "output_unigrams", defaultValue = false)
        boolean outputUnigrams();
    }

    @NamedComponent("cjk_bigram")
    public static final class CjkBigram implements TokenFilterFactory {
        private static final int EVERY_SCRIPT =
                CJKBigramFilter.HAN | CJKBigramFilter.HIRAGANA | CJKBigramFilter.KATAKANA | CJKBigramFilter.HANGUL;
        private final boolean unigrams;

        @Inject
        public CjkBigram(BigramSettings settings) {
            unigrams = settings.outputUnigrams();
        }

        @Override
        public TokenStream create(TokenStream input) {
            return new CJKBigramFilter(input, EVERY_SCRIPT, unigrams);
        }
    }

    @AnalysisSettings
    public interface FoldingSettings {
        @BooleanSetting(path = "preserve_original", defaultValue = false)
        boolean preserveOriginal();
    }

    @NamedComponent("asciifolding")
    public static final class AsciiFolding implements TokenFilterFactory {
        private final boolean preserve;

        @Inject
        public AsciiFolding(FoldingSettings settings) {
            preserve = settings.preserveOriginal();
        }

        @Override
        public TokenStream create(TokenStream input) {
            return new ASCIIFoldingFilter(input, preserve);
        }

        @Override
        public TokenStream normalize(TokenStream input) {
            return new ASCIIFoldingFilter(input);
        }
    }

    @AnalysisSettings
    public interface EdgeSettings {
        @IntSetting(path = "min_gram", defaultValue = 1)
        int minGram();

        @IntSetting(path = "max_gram", defaultValue = 2)
        int maxGram();

        @BooleanSetting(path = "preserve_original", defaultValue = false)
        boolean preserveOriginal();
    }

    @NamedComponent("edge_ngram")
    public static final class EdgeNGram implements TokenFilterFactory {
        private final int least;
        private final int most;
        private final boolean preserve;

        @Inject
        public EdgeNGram(EdgeSettings settings) {
            least = settings.minGram();
            most = settings.maxGram();
            preserve = settings.preserveOriginal();
        }

        @Override
        public TokenStream create(TokenStream input) {
            return new EdgeNGramTokenFilter(input, least, most, preserve);
        }
    }

    @AnalysisSettings
    public interface StemmerSettings {
        @StringSetting(path = "language", defaultValue = "english")
        String language();
    }

    @NamedComponent("stemmer")
    public static final class Stemmer implements TokenFilterFactory {
        private final String language;

        @Inject
        public Stemmer(StemmerSettings settings) {
            language = settings.language();
            if (!Set.of("english", "possessive_english").contains(language)) {
                throw new IllegalArgumentException("Only english and possessive_english are here, not " + language);
            }
        }

        @Override
        public TokenStream create(TokenStream input) {
            return language.equals("english") ? new PorterStemFilter(input) : new EnglishPossessiveFilter(input);
        }
    }

    @AnalysisSettings
    public interface KuromojiSettings {
        @StringSetting(path = "mode", defaultValue = "search")
        String mode();

        @BooleanSetting(path = "discard_punctuation", defaultValue = true)
        boolean discardPunctuation();

        @BooleanSetting(path = "discard_compound_token", defaultValue = false)
        boolean discardCompoundToken();
    }

    @NamedComponent("kuromoji_tokenizer")
    public static final class Kuromoji implements TokenizerFactory {
        private final KuromojiSettings settings;

        @Inject
        public Kuromoji(KuromojiSettings settings) {
            this.settings = settings;
        }

        @Override
        public Tokenizer create() {
            return new JapaneseTokenizer(
                    null,
                    settings.discardPunctuation(),
                    settings.discardCompoundToken(),
                    JapaneseTokenizer.Mode.valueOf(settings.mode().toUpperCase(java.util.Locale.ROOT)));
        }
    }

    @NamedComponent("kuromoji_baseform")
    public static final class KuromojiBaseform implements TokenFilterFactory {
        @Override
        public TokenStream create(TokenStream input) {
            return new JapaneseBaseFormFilter(input);
        }
    }

    @AnalysisSettings
    public interface PartOfSpeechSettings {
        @ListSetting(path = "stoptags")
        List<String> stopTags();
    }

    @NamedComponent("kuromoji_part_of_speech")
    public static final class KuromojiPartOfSpeech implements TokenFilterFactory {
        private final Set<String> stopTags;

        @Inject
        public KuromojiPartOfSpeech(PartOfSpeechSettings settings) {
            List<String> named = settings.stopTags();
            stopTags = named.isEmpty() ? JapaneseAnalyzer.getDefaultStopTags() : new HashSet<>(named);
        }

        @Override
        public TokenStream create(TokenStream input) {
            return new JapanesePartOfSpeechStopFilter(input, stopTags);
        }
    }

    @AnalysisSettings
    public interface KatakanaSettings {
        @IntSetting(path = "minimum_length", defaultValue = 4)
        int minimumLength();
    }

    @NamedComponent("kuromoji_stemmer")
    public static final class KuromojiStemmer implements TokenFilterFactory {
        private final int minimum;

        @Inject
        public KuromojiStemmer(KatakanaSettings settings) {
            minimum = settings.minimumLength();
        }

        @Override
        public TokenStream create(TokenStream input) {
            return new JapaneseKatakanaStemFilter(input, minimum);
        }
    }
}
